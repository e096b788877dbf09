/** Pieces of a sheet as a spreadsheet program copies them: tabs between cells, new lines between rows, quotes where needed. Pure. */

import type { DocRow, DraftEdit } from '@/api/types/templates'

import { cellText, editsOf, newRow, type DeskColumn, type Section } from './columns'

export interface Range {
  top: number
  left: number
  bottom: number
  right: number
}

export function writeCells(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n')
}

/** Text from the clipboard as cells; a cell in quotes may hold tabs, new lines and doubled quotes. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  while (at <= plain.length) {
    const { cell, end } = readOne(plain, at)
    rows.at(-1)!.push(cell)
    if (plain[end] === '\n') rows.push([])
    if (end >= plain.length) break
    at = end + 1
  }
  return rows
}

function readOne(text: string, at: number): { cell: string; end: number } {
  if (text[at] === '"') {
    const close = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at))
    if (close) return { cell: close[1]!.replaceAll('""', '"'), end: at + close[0].length }
  }
  const stop = text.slice(at).search(/[\t\n]/)
  const end = stop < 0 ? text.length : at + stop
  return { cell: text.slice(at, end), end }
}

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
