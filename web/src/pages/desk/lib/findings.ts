/** Which finding stands at which cell of an import's preview. */

import type { Finding, Level } from '@/api/types'
import type { DeskImport, DraftColumn, DraftField, DraftLine, DraftOrder } from '@/api/types/desk'

/** A column of the preview; `letter` is empty for a field that has no column in the sheet but needs a place to be typed. */
export interface GridColumn {
  key: string
  letter: string
  heading: string
  field: string | null
  suggestions: string[]
  sheet: string | null
}

export type GridRow =
  | { kind: 'order'; order: DraftOrder; index: number }
  | { kind: 'line'; order: DraftOrder; line: DraftLine; index: number }

export interface Place {
  row: number
  /** Column of the grid, or null for the row as a whole. */
  column: number | null
}

export interface Marked {
  level: Level
  findings: Finding[]
}

export interface FindingMap {
  cells: Map<string, Marked>
  rows: Map<number, Marked>
  columns: Map<number, Marked>
  /** About the file as a whole, or about a place that is not shown. */
  loose: Finding[]
  places: Map<Finding, Place>
}

const WEIGHT: Record<Level, number> = { stop: 3, warn: 2, info: 1 }

/** Order rows and line rows as they are shown, top to bottom. */
export function gridRows(orders: readonly DraftOrder[]): GridRow[] {
  const rows: GridRow[] = []
  for (const order of orders) {
    rows.push({ kind: 'order', order, index: rows.length })
    for (const line of order.lines) rows.push({ kind: 'line', order, line, index: rows.length })
  }
  return rows
}

/** The sheet's columns from left to right (one a field, over all sheets), then fields somebody has to fill in without a column. */
export function gridColumns(draft: Pick<DeskImport, 'columns' | 'fields' | 'orders' | 'findings'>): GridColumn[] {
  const found = new Map<string, GridColumn>()
  for (const column of draft.columns) {
    const key = column.field ?? `?${column.heading || column.letter}`
    if (!found.has(key)) found.set(key, shape(key, column))
  }
  for (const field of missingFields(draft)) {
    if (!found.has(field)) found.set(field, { key: field, letter: '', heading: '', field, suggestions: [], sheet: null })
  }
  return [...found.values()]
}

function shape(key: string, column: DraftColumn): GridColumn {
  const suggestions = column.suggestions ?? (column.suggestion ? [column.suggestion] : [])
  return { key, letter: column.letter, heading: column.heading, field: column.field, suggestions, sheet: column.sheet ?? null }
}

/** Fields that are read from no column although a finding asks for them, or although somebody typed them on this page. */
function missingFields(draft: Pick<DeskImport, 'columns' | 'fields' | 'orders' | 'findings'>): string[] {
  const known = new Set(draft.fields.map((field) => field.field))
  const shown = new Set(draft.columns.map((column) => column.field))
  const asked = draft.findings.filter((f) => f.level !== 'info').flatMap((f) => (f.where?.field && !f.where.cell ? [f.where.field] : []))
  const typed = new Set<string>()
  for (const order of draft.orders) {
    for (const line of order.lines) {
      for (const [field, cell] of Object.entries(line.cells)) if ((cell as { source?: string }).source === 'edit') typed.add(field)
    }
  }
  return [...new Set([...asked, ...typed])].filter((field) => known.has(field) && !shown.has(field))
}

/** The text of a cell as it stands in the sheet. */
export function cellText(line: DraftLine, column: GridColumn): string {
  if (column.field) return line.cells[column.field]?.text ?? ''
  return line.extra?.[column.heading] ?? ''
}

/** "AB17" to letter and row. */
export function splitCell(cell: string): { letter: string; row: number } | null {
  const found = /^([A-Z]+)(\d+)$/.exec(cell)
  return found ? { letter: found[1]!, row: Number(found[2]) } : null
}

export function cellKey(row: number, column: number): string {
  return `${row}:${column}`
}

interface Index {
  lineRows: Map<string, number>
  cellOwners: Map<string, number>
  fields: Map<string, number>
  letters: Map<string, number>
}

function indexOf(rows: readonly GridRow[], columns: readonly GridColumn[]): Index {
  const index: Index = { lineRows: new Map(), cellOwners: new Map(), fields: new Map(), letters: new Map() }
  for (const row of rows) {
    if (row.kind !== 'line') continue
    const sheet = row.line.sheet ?? ''
    index.lineRows.set(`${sheet}!${row.line.row}`, row.index)
    if (!index.lineRows.has(`!${row.line.row}`)) index.lineRows.set(`!${row.line.row}`, row.index)
    for (const cell of Object.values(row.line.cells)) {
      const key = `${sheet}!${cell.cell}`
      if (cell.cell && !index.cellOwners.has(key)) index.cellOwners.set(key, row.index)
    }
  }
  columns.forEach((column, at) => {
    if (column.field && !index.fields.has(column.field)) index.fields.set(column.field, at)
    if (column.letter) {
      index.letters.set(`${column.sheet ?? ''}!${column.letter}`, at)
      if (!index.letters.has(`!${column.letter}`)) index.letters.set(`!${column.letter}`, at)
    }
  })
  return index
}

function placeOf(finding: Finding, index: Index): { row: number | null; column: number | null } | null {
  const where = finding.where
  if (!where) return null
  const sheet = where.sheet ?? ''
  const cell = where.cell ? splitCell(where.cell) : null
  const rowNumber = where.row ?? cell?.row
  const letter = cell?.letter ?? where.column
  const column =
    (where.field ? index.fields.get(where.field) : undefined) ??
    (letter ? (index.letters.get(`${sheet}!${letter}`) ?? index.letters.get(`!${letter}`)) : undefined) ??
    null
  const line = rowNumber === undefined ? undefined : (index.lineRows.get(`${sheet}!${rowNumber}`) ?? (sheet ? undefined : index.lineRows.get(`!${rowNumber}`)))
  if (line !== undefined) return { row: line, column }
  // A value from above the heading (order number, dealer): shown at the first line that took it.
  const owner = where.cell ? index.cellOwners.get(`${sheet}!${where.cell}`) : undefined
  if (owner !== undefined) return { row: owner, column }
  return column === null ? null : { row: null, column }
}

function add<Key>(map: Map<Key, Marked>, key: Key, finding: Finding): void {
  const marked = map.get(key)
  if (!marked) map.set(key, { level: finding.level, findings: [finding] })
  else {
    marked.findings.push(finding)
    if (WEIGHT[finding.level] > WEIGHT[marked.level]) marked.level = finding.level
  }
}

/** Every finding at its cell, its row or its column; what has no place on the page is loose. */
export function mapFindings(findings: readonly Finding[], rows: readonly GridRow[], columns: readonly GridColumn[]): FindingMap {
  const index = indexOf(rows, columns)
  const map: FindingMap = { cells: new Map(), rows: new Map(), columns: new Map(), loose: [], places: new Map() }
  for (const finding of findings) {
    const found = placeOf(finding, index)
    if (!found) map.loose.push(finding)
    else if (found.row === null) {
      add(map.columns, found.column!, finding)
      map.places.set(finding, { row: 0, column: found.column })
    } else {
      add(map.rows, found.row, finding)
      if (found.column !== null) add(map.cells, cellKey(found.row, found.column), finding)
      map.places.set(finding, { row: found.row, column: found.column })
    }
  }
  return map
}

/** Why an import cannot be confirmed, or null. */
export function stopsConfirm(draft: Pick<DeskImport, 'counts' | 'status'>): 'closed' | 'stops' | 'empty' | null {
  if (draft.status === 'confirmed' || draft.status === 'cancelled') return 'closed'
  if (draft.counts.lines === 0) return 'empty'
  return draft.counts.stops > 0 ? 'stops' : null
}

/** Fields a column may be given: those no other column has, the suggested ones first. */
export function freeFields(fields: readonly DraftField[], columns: readonly GridColumn[], column: GridColumn): DraftField[] {
  const taken = new Set(columns.filter((each) => each.letter && each !== column).map((each) => each.field))
  const rank = (field: DraftField): number => {
    const at = column.suggestions.indexOf(field.field)
    return at < 0 ? 1000 : at
  }
  return fields.filter((field) => !taken.has(field.field)).sort((a, b) => rank(a) - rank(b))
}
