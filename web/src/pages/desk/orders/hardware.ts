/** Bought items of an order, summed over its lines and units. */

import type { Hardware, OrderLine } from '@/api/types'

export interface HardwareSum {
  key: string
  code: string
  name_zh: string
  name_en: string
  unit: string
  quantity: number
  lines: number
  /** The order lines it is the sum of: each so many, times the units of the line. */
  parts: { item: Hardware; each: number; units: number }[]
}

export function sumHardware(rows: readonly Hardware[], lines: readonly OrderLine[]): HardwareSum[] {
  const units = new Map(lines.map((line) => [line.id, line.quantity]))
  const found = new Map<string, HardwareSum & { of: Set<unknown> }>()
  for (const row of rows) {
    const code = String(row.item_code ?? row.code ?? row.item ?? row.row_key ?? '')
    const unit = String(row.unit ?? 'pcs')
    const key = `${code}|${row.name_zh}|${unit}`
    const sum = found.get(key) ?? { key, code, name_zh: row.name_zh, name_en: row.name_en, unit, quantity: 0, lines: 0, parts: [], of: new Set() }
    const copies = row.order_line_id ? (units.get(row.order_line_id) ?? 1) : 1
    sum.quantity += Number(row.qty_per_unit ?? 0) * copies || Number(row.quantity ?? 0)
    sum.parts.push({ item: row, each: Number(row.qty_per_unit ?? row.quantity ?? 0), units: copies })
    sum.of.add(row.order_line_id ?? row.id)
    sum.lines = sum.of.size
    found.set(key, sum)
  }
  return [...found.values()].sort((a, b) => a.name_zh.localeCompare(b.name_zh, 'zh'))
}
