/** A change of an order being written: lines as they should become, with undo. Pure but for Vue's refs. */

import { computed, ref, type Ref } from 'vue'

import type { Finding, Names, OrderDetail, OrderLine } from '@/api/types'

export interface Parameter {
  name: string
  label: Names
  unit: string
  options: { code: string | number; label: Names }[]
}

export interface DraftRow {
  key: string
  line: OrderLine | null
  /** Of a new line: the product. */
  template: string
  removed: boolean
  cells: Record<string, string>
}

/** One line of the call: what is left out stays. */
export interface LineIn {
  line_no?: number
  remove?: boolean
  template_code?: string
  position?: string
  quantity?: number
  due_on?: string
  remark?: string
  params?: Record<string, string | number | null>
}

export const OWN = ['position', 'quantity', 'due_on', 'remark'] as const
const PARAM = 'param:'

export function paramKey(name: string): string {
  return PARAM + name
}
export function paramOf(column: string): string | null {
  return column.startsWith(PARAM) ? column.slice(PARAM.length) : null
}

export function cellsOf(line: OrderLine): Record<string, string> {
  const cells: Record<string, string> = { position: line.position ?? '', quantity: String(line.quantity), due_on: line.due_on ?? '', remark: line.remark ?? '' }
  for (const [name, value] of Object.entries(line.params)) cells[paramKey(name)] = value === null || value === undefined ? '' : String(value)
  return cells
}

/** Parameters of the lines, in the order their templates name them. */
export function columnsOf(lines: readonly OrderLine[], templates: ReadonlyMap<string, Parameter[]>): string[] {
  const used = new Set(lines.flatMap((line) => Object.keys(line.params)))
  const order = [...new Set([...templates.values()].flatMap((parameters) => parameters.map((each) => each.name)))]
  const known = order.filter((name) => used.has(name))
  return ['position', ...[...known, ...[...used].filter((name) => !known.includes(name))].map(paramKey), 'quantity', 'due_on', 'remark']
}

function typed(text: string, before: unknown, parameter: Parameter | undefined): string | number | null {
  if (!text.trim()) return null
  const isNumber = before === undefined || before === null ? !!parameter && parameter.unit !== 'text' : typeof before === 'number'
  const found = Number(text.trim())
  return isNumber && Number.isFinite(found) ? found : text.trim()
}

/** What a row asks for, or null when it asks for nothing. */
export function changeOf(row: DraftRow, parameters: readonly Parameter[]): LineIn | null {
  if (row.removed) return row.line ? { line_no: row.line.line_no, remove: true } : null
  const before = row.line ? cellsOf(row.line) : {}
  const change: LineIn = row.line ? { line_no: row.line.line_no } : { template_code: row.template }
  let any = !row.line
  for (const [column, text] of Object.entries(row.cells)) {
    if (row.line && (before[column] ?? '') === text) continue
    const name = paramOf(column)
    if (name !== null) {
      const value = typed(text, row.line?.params[name], parameters.find((each) => each.name === name))
      if (!row.line && value === null) continue
      change.params = { ...change.params, [name]: value }
    } else if (column === 'quantity') change.quantity = Number(text)
    else if (column === 'due_on') { if (text) change.due_on = text; else continue }
    else if (column === 'position') change.position = text
    else change.remark = text
    any = true
  }
  return any ? change : null
}

/** Findings of a refused trial at the rows they are about. A finding names the row of the order file its line came from. */
export function placed(findings: readonly Finding[], rows: readonly DraftRow[]): { cells: Map<string, Finding[]>; loose: Finding[] } {
  const cells = new Map<string, Finding[]>()
  const loose: Finding[] = []
  for (const finding of findings) {
    const where = finding.where ?? {}
    const source = (row: DraftRow) => row.line?.source as { row?: number; sheet?: string } | undefined
    const row = rows.find((each) => where.row !== undefined && source(each)?.row === where.row && (!where.sheet || source(each)?.sheet === where.sheet))
    if (!row) {
      loose.push(finding)
      continue
    }
    const column = where.field && row.cells[paramKey(where.field)] !== undefined ? paramKey(where.field) : (where.field ?? '')
    const key = `${row.key}|${column}`
    cells.set(key, [...(cells.get(key) ?? []), finding])
  }
  return { cells, loose }
}

export function useChangeDraft(order: Ref<OrderDetail>) {
  const fresh = (): DraftRow[] => order.value.lines.map((line) => ({ key: line.id, line, template: line.template_code, removed: false, cells: cellsOf(line) }))
  const rows = ref<DraftRow[]>(fresh())
  const past = ref<DraftRow[][]>([])
  let added = 0

  function keep(next: DraftRow[]): void {
    past.value = [...past.value.slice(-99), rows.value]
    rows.value = next
  }
  /** Several cells as one step of undo. */
  function set(edits: readonly { row: number; column: string; text: string }[]): void {
    const real = edits.filter((each) => rows.value[each.row] && !rows.value[each.row]!.removed && (rows.value[each.row]!.cells[each.column] ?? '') !== each.text)
    if (!real.length) return
    keep(rows.value.map((row, at) => {
      const own = real.filter((each) => each.row === at)
      return own.length ? { ...row, cells: { ...row.cells, ...Object.fromEntries(own.map((each) => [each.column, each.text])) } } : row
    }))
  }
  function toggleRemoved(at: number): void {
    const row = rows.value[at]!
    keep(row.line ? rows.value.map((each, index) => (index === at ? { ...each, removed: !each.removed } : each)) : rows.value.filter((_each, index) => index !== at))
  }
  function addLike(at: number): void {
    const row = rows.value[at]!
    added += 1
    keep([...rows.value, { key: `new-${added}`, line: null, template: row.template, removed: false, cells: { ...row.cells } }])
  }
  function undo(): void {
    const last = past.value.at(-1)
    if (!last) return
    rows.value = last
    past.value = past.value.slice(0, -1)
  }
  function reset(): void {
    rows.value = fresh()
    past.value = []
  }
  return { rows, canUndo: computed(() => past.value.length > 0), set, toggleRemoved, addLike, undo, reset }
}
