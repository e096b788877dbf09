/** Column widths and the keyboard's way through the import grid. Pure. */

import type { DraftField } from '@/api/types/desk'

import { cellText, type GridColumn, type GridRow } from '../lib/findings'

const SAMPLE = 200

function pixels(text: string): number {
  let sum = 0
  for (const character of text) sum += character.charCodeAt(0) > 255 ? 14.5 : 8.4
  return sum
}

/** Wide enough for what stands in it, within reason. */
export function columnWidth(column: GridColumn, rows: readonly GridRow[], fields: readonly DraftField[]): number {
  const name = fields.find((field) => field.field === column.field)
  let widest = Math.max(pixels(column.heading) * 1.08 + 38, pixels(name?.zh ?? '') + 44, 84)
  let seen = 0
  for (const row of rows) {
    if (row.kind !== 'line') continue
    widest = Math.max(widest, pixels(cellText(row.line, column)) + 20)
    if (++seen >= SAMPLE) break
  }
  return Math.round(Math.min(widest, 260))
}

function lineFrom(rows: readonly GridRow[], from: number, way: 1 | -1): number | null {
  for (let at = from; at >= 0 && at < rows.length; at += way) if (rows[at]!.kind === 'line') return at
  return null
}

const PAGE = 15

/** Where a key leads from a cell; null when the key does not move. */
export function stepTo(at: { row: number; column: number } | null, key: string, rows: readonly GridRow[], columns: number, far = false): { row: number; column: number } | null {
  const moves = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']
  if (!moves.includes(key)) return null
  const first = lineFrom(rows, 0, 1)
  if (first === null) return null
  if (!at) return { row: first, column: 0 }
  const last = lineFrom(rows, rows.length - 1, -1)!
  const clamp = (row: number): number => Math.min(last, Math.max(first, row))
  switch (key) {
    case 'ArrowUp': return { ...at, row: far ? first : (lineFrom(rows, at.row - 1, -1) ?? at.row) }
    case 'ArrowDown': return { ...at, row: far ? last : (lineFrom(rows, at.row + 1, 1) ?? at.row) }
    case 'PageUp': return { ...at, row: lineFrom(rows, clamp(at.row - PAGE), -1) ?? first }
    case 'PageDown': return { ...at, row: lineFrom(rows, clamp(at.row + PAGE), 1) ?? last }
    case 'ArrowLeft': return { ...at, column: far ? 0 : Math.max(0, at.column - 1) }
    case 'ArrowRight': return { ...at, column: far ? columns - 1 : Math.min(columns - 1, at.column + 1) }
    case 'Home': return far ? { row: first, column: 0 } : { ...at, column: 0 }
    default: return far ? { row: last, column: columns - 1 } : { ...at, column: columns - 1 }
  }
}
