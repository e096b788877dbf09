/** Order lines in a few words. */

import type { OrderLine } from '@/api/types'

function number(value: unknown): number | null {
  const found = typeof value === 'string' ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}

/** Width by height by wall in mm as ordered (or length by width of a panel): "880 × 2050 × 140". */
export function lineSize(line: Pick<OrderLine, 'params'>): string {
  const { params } = line
  const names = number(params.height) === null ? ['length', 'width', 'thickness'] : ['width', 'height', 'wall']
  const found = names.map((name) => number(params[name])).filter((value) => value !== null)
  return found.length ? found.join(' × ') : '–'
}

export function lineMatches(line: OrderLine, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return true
  const words = [line.line_no, line.position, line.template_code, line.template_name?.zh, line.template_name?.en, lineSize(line), ...Object.values(line.params)]
  return words.some((word) => String(word ?? '').toLowerCase().includes(wanted))
}

/** The cell of the order sheet a parameter was read from: "F7". */
export function sourceCell(line: Pick<OrderLine, 'source'>, name: string): string | null {
  const cell = line.source?.cells?.[name]
  if (typeof cell === 'string') return cell
  if (cell && typeof cell === 'object' && 'cell' in cell) return String((cell as { cell: unknown }).cell)
  return null
}
