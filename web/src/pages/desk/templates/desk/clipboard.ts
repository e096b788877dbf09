/** Copying and pasting rows of a template as a spreadsheet program does. Pure. */

import type { DocRow, DraftEdit } from '@/api/types/templates'

import { readCells, writeCells, type Range } from '../../lib/cells'
import { cellText, editsOf, newRow, type DeskColumn, type Section } from './columns'

export function copied(rows: readonly DocRow[], columns: readonly DeskColumn[], range: Range): string {
  return writeCells(rows.slice(range.top, range.bottom + 1).map((row) => columns.slice(range.left, range.right + 1).map((column) => cellText(row, column))))
}

/** The edits of pasting cells at a place: what runs over the last row makes new rows, what runs over the last column is left. One cell fills a whole selection. */
export function pasted(section: Section, rows: readonly DocRow[], columns: readonly DeskColumn[], range: Range, cells: readonly (readonly string[])[]): DraftEdit[] {
  const single = cells.length === 1 && cells[0]!.length === 1
  const height = single ? range.bottom - range.top + 1 : cells.length
  const width = (line: readonly string[]): number => (single ? range.right - range.left + 1 : line.length)
  const grown = [...rows]
  const edits: DraftEdit[] = []
  for (let down = 0; down < height; down += 1) {
    const at = range.top + down
    const line = single ? cells[0]! : cells[down]!
    if (at >= grown.length) {
      const fresh = newRow(section, grown)
      grown.push(fresh)
      edits.push({ act: 'insert', path: [section, at], value: fresh })
    }
    for (let over = 0; over < width(line) && range.left + over < columns.length; over += 1) {
      edits.push(...editsOf(section, at, grown[at]!, columns[range.left + over]!, single ? line[0]! : line[over]!))
    }
  }
  return edits
}

/** The edits of emptying a range. */
export function cleared(section: Section, rows: readonly DocRow[], columns: readonly DeskColumn[], range: Range): DraftEdit[] {
  const edits: DraftEdit[] = []
  for (let at = range.top; at <= range.bottom && at < rows.length; at += 1) {
    for (const column of columns.slice(range.left, range.right + 1)) edits.push(...editsOf(section, at, rows[at]!, column, ''))
  }
  return edits
}

export { readCells, writeCells, type Range }
