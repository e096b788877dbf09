/** A product template as the server shows it: its sheets are rows of the formula table. */

import type { Names } from '@/api/types'

export interface TemplateBrief {
  code: string
  version: number
  name: Names
  also: string[]
  checksum: string
  counts: { parameters: number; constants: number; parts: number; hardware: number; checks: number; examples: number }
}

export type SheetRow = Record<string, unknown>

export interface TemplateExample extends SheetRow {
  name: string
  inputs: Record<string, unknown>
  expect: Record<string, unknown>
  findings: string[]
  green: boolean
  differences: { name: string; expected: string; got: string }[]
}

export interface TemplateDetail extends TemplateBrief {
  parameters: SheetRow[]
  constants: SheetRow[]
  lookups: SheetRow[]
  values: SheetRow[]
  parts: SheetRow[]
  hardware: SheetRow[]
  checks: SheetRow[]
  examples: TemplateExample[]
}

export function isNames(value: unknown): value is Names {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}

/** Allowed values of a parameter: limits or choices. */
export function rangeOf(row: SheetRow, pick: (names: Names) => string): string {
  const options = (row.options as { label: Names }[] | undefined) ?? []
  if (options.length) return options.map((option) => pick(option.label)).join('、')
  if (row.min === null || row.min === undefined) return ''
  return `${String(row.min)} – ${String(row.max ?? '')}`
}

/** The files of a template behind one button: as it is kept, and for Excel. */
export function templateFiles(path: string, t: (key: string) => string, version?: number): { path: string; label: string; kind: string }[] {
  return (['xlsx', 'yaml'] as const).map((kind) => ({
    path: `${path}?${new URLSearchParams({ ...(version === undefined ? {} : { version: String(version) }), kind }).toString()}`,
    label: t(kind === 'xlsx' ? 'tdesk.fileXlsx' : 'tdesk.fileYaml'),
    kind,
  }))
}
