import { describe, expect, it } from 'vitest'

import type { Finding, Level, Where } from '@/api/types'
import type { DeskImport, DraftLine } from '@/api/types/desk'
import { cellKey, cellText, freeFields, gridColumns, gridRows, mapFindings, splitCell, stopsConfirm } from '@/pages/desk/lib/findings'
import { columnWidth, stepTo } from '@/pages/desk/imports/grid'

function line(row: number, cells: Record<string, string>, given: Partial<DraftLine> = {}): DraftLine {
  const letters: Record<string, string> = { model: 'B', width: 'C', order_no: 'A1' }
  return {
    row, sheet: '订单', line_no: row - 4, template_code: null, quantity: 1, due_on: null, position: null, extra: { 饰面: '胡桃' },
    cells: Object.fromEntries(Object.entries(cells).map(([field, text]) => [field, { text, value: text, cell: field === 'order_no' ? 'A1' : `${letters[field]}${row}` }])),
    ...given,
  }
}
const LINES = [line(5, { order_no: 'K1', model: '单开门', width: '880' }), line(6, { model: '谷仓门', width: '20500' })]
const DRAFT = {
  columns: [
    { sheet: '订单', letter: 'B', heading: '型号', field: 'model', suggestion: null },
    { sheet: '订单', letter: 'C', heading: '洞口宽', field: 'width', suggestion: null },
    { sheet: '订单', letter: 'D', heading: '饰面', field: null, suggestion: 'colour' },
  ],
  fields: [
    { field: 'model', zh: '型号', en: 'model', required: true },
    { field: 'width', zh: '宽', en: 'width', required: true },
    { field: 'height', zh: '高', en: 'height', required: true },
    { field: 'colour', zh: '颜色', en: 'colour', required: true },
    { field: 'order_no', zh: '单号', en: 'order number', required: false },
  ],
  orders: [{ no: 'K1', customer: null, phone: null, address: null, ordered_on: null, due_on: null, remark: null, lines: LINES }],
  findings: [] as Finding[],
} satisfies Partial<DeskImport>

function finding(level: Level, where: Where | null): Finding {
  return { code: 'X', level, what: { zh: '', en: '' }, todo: { zh: '', en: '' }, where, value: null }
}
const rows = gridRows(DRAFT.orders)
const columns = gridColumns(DRAFT)

describe('the preview', () => {
  it('has one row an order and one a line, and the sheet’s columns', () => {
    expect(rows.map((row) => row.kind)).toEqual(['order', 'line', 'line'])
    expect(columns.map((column) => column.letter)).toEqual(['B', 'C', 'D'])
  })

  it('shows raw text, also of columns nobody knows', () => {
    expect(columns.map((column) => cellText(LINES[1]!, column))).toEqual(['谷仓门', '20500', '胡桃'])
  })

  it('adds a place to type what a finding misses and no column has', () => {
    const asked = gridColumns({ ...DRAFT, findings: [finding('stop', { sheet: '订单', row: 4, field: 'colour' })] })
    expect(asked.at(-1)).toMatchObject({ field: 'colour', letter: '' })
    expect(gridColumns({ ...DRAFT, findings: [finding('info', { field: 'colour' })] })).toHaveLength(3)
  })
})

describe('findings', () => {
  it('stand at the cell their address or their row and field names', () => {
    const byCell = finding('stop', { sheet: '订单', cell: 'B6', row: 6 })
    const byField = finding('warn', { sheet: '订单', row: 6, field: 'width' })
    const map = mapFindings([byCell, byField], rows, columns)
    expect(map.cells.get(cellKey(2, 0))?.findings).toEqual([byCell])
    expect(map.cells.get(cellKey(2, 1))?.level).toBe('warn')
    expect(map.rows.get(2)?.level).toBe('stop')
    expect(map.places.get(byField)).toEqual({ row: 2, column: 1 })
  })

  it('about a column stand at its head', () => {
    const map = mapFindings([finding('warn', { sheet: '订单', cell: 'D4' })], rows, columns)
    expect(map.columns.get(2)?.level).toBe('warn')
    expect(map.rows.size).toBe(0)
  })

  it('about a title cell stand at the first line that took its value', () => {
    const map = mapFindings([finding('stop', { sheet: '订单', row: 1, cell: 'A1', field: 'order_no' })], rows, columns)
    expect([...map.rows.keys()]).toEqual([1])
  })

  it('of a row without a column mark the row, of no place at all stay loose', () => {
    const map = mapFindings([finding('warn', { sheet: '订单', row: 5 }), finding('info', { sheet: '说明' }), finding('stop', null)], rows, columns)
    expect(map.rows.get(1)?.level).toBe('warn')
    expect(map.cells.size).toBe(0)
    expect(map.loose).toHaveLength(2)
  })

  it('of another sheet do not fall on the same row of this one', () => {
    expect(mapFindings([finding('stop', { sheet: '别的', row: 5, field: 'model' })], rows, columns).rows.size).toBe(0)
  })

  it('at one cell show the worst level', () => {
    const at = { sheet: '订单', row: 5, field: 'width' }
    const map = mapFindings([finding('warn', at), finding('stop', at), finding('info', at)], rows, columns)
    expect(map.cells.get(cellKey(1, 1))).toMatchObject({ level: 'stop', findings: { length: 3 } })
  })

  it('read cell addresses', () => {
    expect(splitCell('AB17')).toEqual({ letter: 'AB', row: 17 })
    expect(splitCell('17')).toBeNull()
  })
})

describe('taking an import over', () => {
  const counts = { orders: 1, lines: 2, units: 2, stops: 0, warns: 3 }
  it('waits for red findings, needs lines, and happens once', () => {
    expect(stopsConfirm({ status: 'preview', counts })).toBeNull()
    expect(stopsConfirm({ status: 'preview', counts: { ...counts, stops: 1 } })).toBe('stops')
    expect(stopsConfirm({ status: 'preview', counts: { ...counts, lines: 0 } })).toBe('empty')
    expect(stopsConfirm({ status: 'confirmed', counts })).toBe('closed')
  })

  it('offers a column the fields nobody has, the likely ones first', () => {
    expect(freeFields(DRAFT.fields, columns, columns[2]!).map((field) => field.field)).toEqual(['colour', 'height', 'order_no'])
    expect(freeFields(DRAFT.fields, columns, columns[0]!).map((field) => field.field)).toContain('model')
  })
})

describe('the grid by the keyboard', () => {
  it('passes over order rows and stops at the edges', () => {
    expect(stepTo(null, 'ArrowDown', rows, 3)).toEqual({ row: 1, column: 0 })
    expect(stepTo({ row: 1, column: 0 }, 'ArrowUp', rows, 3)).toEqual({ row: 1, column: 0 })
    expect(stepTo({ row: 1, column: 2 }, 'ArrowRight', rows, 3)).toEqual({ row: 1, column: 2 })
    expect(stepTo({ row: 1, column: 1 }, 'End', rows, 3, true)).toEqual({ row: 2, column: 2 })
    expect(stepTo({ row: 1, column: 1 }, 'x', rows, 3)).toBeNull()
  })

  it('has columns wide enough to read and not without end', () => {
    const wide = gridRows([{ ...DRAFT.orders[0]!, lines: [line(5, { model: '很长的型号'.repeat(20) })] }])
    expect(columnWidth(columns[0]!, wide, DRAFT.fields)).toBe(260)
    expect(columnWidth(columns[1]!, rows, DRAFT.fields)).toBeGreaterThanOrEqual(84)
  })
})
