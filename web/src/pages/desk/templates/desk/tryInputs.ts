/** Inputs to try a template with: fields from its parameters, values from its examples. Pure. */

import type { DocRow, TemplateDocument } from '@/api/types/templates'

import { rowsOf } from './columns'

export type Inputs = Record<string, string | number | boolean>

/** Which parameter an input of an example means: by code, by either label, by another word for it. */
export function parameterOf(document: TemplateDocument, name: string): string {
  const found = rowsOf(document, 'parameters').find((row) => {
    const label = row.label as { zh?: string; en?: string } | undefined
    const also = (row.alias ?? row.also ?? []) as string[]
    return row.name === name || label?.zh === name || label?.en === name || (Array.isArray(also) && also.includes(name))
  })
  return typeof found?.name === 'string' ? found.name : name
}

/** The inputs of an example by the codes of the parameters. */
export function inputsOf(document: TemplateDocument, example: DocRow | undefined): Inputs {
  const given = (example?.inputs ?? {}) as Inputs
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [parameterOf(document, name), value]))
}

/** A choice an example names by its label, as its code. */
export function choiceOf(options: readonly { code: string; label: { zh: string; en: string } }[], value: unknown): string {
  const text = String(value ?? '')
  return options.find((one) => one.code === text || one.label.zh === text || one.label.en === text)?.code ?? text
}

/** A number field's text as what the server takes: a number where it is one, the text where it is not. */
export function readInput(text: string): string | number {
  const plain = text.normalize('NFKC').trim()
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : text.trim()
}
