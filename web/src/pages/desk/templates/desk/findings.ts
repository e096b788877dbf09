/** Which findings belong to which cell of a sheet. Pure. */

import type { CellFinding, DocPath } from '@/api/types/templates'

import type { DeskColumn, Section } from './columns'

export function cellKey(row: number, column: string): string {
  return `${row}|${column}`
}

/** Findings by cell; one about a whole row, or about a field without a column, stands at the row's first cell. */
export function findingsByCell(findings: readonly CellFinding[], section: Section, columns: readonly DeskColumn[]): Map<string, CellFinding[]> {
  const found = new Map<string, CellFinding[]>()
  for (const finding of findings) {
    for (const [own, row, ...rest] of finding.places) {
      if (own !== section || typeof row !== 'number') continue
      const key = cellKey(row, (columnOf(columns, rest) ?? columns[0])?.key ?? '')
      found.set(key, [...(found.get(key) ?? []), finding])
    }
  }
  return found
}

export function columnOf(columns: readonly DeskColumn[], path: DocPath): DeskColumn | undefined {
  if (!path.length) return undefined
  const begins = (long: DocPath, short: DocPath): boolean => short.every((step, at) => long[at] === step)
  return columns.find((column) => begins(path, column.path)) ?? columns.find((column) => begins(column.path, path))
}

/** How many findings a section has: the number on its tab. */
export function countBySection(findings: readonly CellFinding[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const finding of findings) {
    for (const section of new Set(finding.places.map((place) => String(place[0])))) found.set(section, (found.get(section) ?? 0) + 1)
  }
  return found
}
