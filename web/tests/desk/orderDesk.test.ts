import { describe, expect, it } from 'vitest'
import { ref } from 'vue'

import type { Finding, OrderDetail, OrderLine } from '@/api/types'
import { fenOf, thousandthsOf, yuan } from '@/lib/money'
import { asCsv, readCells, spread, type Range } from '@/pages/desk/lib/cells'
import { changeOf, columnsOf, placed, useChangeDraft, type Parameter } from '@/pages/desk/orders/changes/draft'
import { clean, listOf, plain, useEditing, withZh } from '@/pages/desk/prices/editing'

const PARAMETERS: Parameter[] = [
  { name: 'width', label: { zh: '宽', en: 'width' }, unit: 'mm', options: [] },
  { name: 'height', label: { zh: '高', en: 'height' }, unit: 'mm', options: [] },
  { name: 'colour', label: { zh: '颜色', en: 'colour' }, unit: 'text', options: [{ code: '暖白', label: { zh: '暖白', en: 'warm white' } }] },
]

function line(no: number, params: Record<string, unknown>, row = no + 2): OrderLine {
  return { id: `l${no}`, line_no: no, template_code: 'single_door', template_name: { zh: '单开门', en: 'single door' }, position: `房${no}`, quantity: 1, due_on: '2026-12-01', params, source: { row, cells: {} }, remark: null }
}
function orderOf(...lines: OrderLine[]): OrderDetail {
  return { lines } as unknown as OrderDetail
}

describe('money', () => {
  it('is read and written to the fen', () => {
    expect(['1,234.5', '¥20', '-3.05', '−1'].map(fenOf)).toEqual([123450, 2000, -305, -100])
    expect(['', '1.234', 'abc', '1e3', '.5'].map(fenOf)).toEqual([null, null, null, null, null])
    expect([0, 5, 123450, -305, null].map(yuan)).toEqual(['0.00', '0.05', '1,234.50', '−3.05', '–'])
  })
  it('takes quantities to the thousandth and none of nothing', () => {
    expect(['3', '0.5', '1.125', '0', '1.1234', '-1'].map(thousandthsOf)).toEqual([3000, 500, 1125, null, null, null])
  })
})

describe('cells', () => {
  const put = (range: Range, text: string): string[] => {
    const found: string[] = []
    spread(range, readCells(text), (row, column, cell) => found.push(`${row},${column}=${cell}`))
    return found
  }
  it('spread a block from the corner of the selection', () => {
    expect(put({ top: 2, bottom: 2, left: 1, right: 1 }, 'a\tb\r\nc\td\r\n')).toEqual(['2,1=a', '2,2=b', '3,1=c', '3,2=d'])
  })
  it('fill a selection with one cell', () => {
    expect(put({ top: 0, bottom: 1, left: 0, right: 1 }, 'x')).toEqual(['0,0=x', '0,1=x', '1,0=x', '1,1=x'])
  })
  it('become a file that holds commas, quotes and new lines', () => {
    expect(asCsv([['a,b', 'say "x"'], ['1', 'two\nlines']])).toBe('"a,b","say ""x"""\r\n1,"two\nlines"')
  })
})

describe('a change of an order', () => {
  it('asks only for what was typed, numbers as numbers, an emptied value as none', () => {
    const draft = useChangeDraft(ref(orderOf(line(1, { width: 855, height: 2090, colour: '浅灰' }), line(2, { width: 845 }))))
    draft.set([{ row: 0, column: 'param:width', text: '900' }, { row: 0, column: 'param:colour', text: '' }, { row: 0, column: 'quantity', text: '2' }])
    expect(draft.rows.value.map((row) => changeOf(row, PARAMETERS))).toEqual([{ line_no: 1, params: { width: 900, colour: null }, quantity: 2 }, null])
  })
  it('sends text that is no number as it stands, so that the server can say what is wrong with it', () => {
    const draft = useChangeDraft(ref(orderOf(line(1, { width: 855 }))))
    draft.set([{ row: 0, column: 'param:width', text: '9o0' }])
    expect(changeOf(draft.rows.value[0]!, PARAMETERS)).toEqual({ line_no: 1, params: { width: '9o0' } })
  })
  it('adds a line like another, removes one, and takes each back', () => {
    const draft = useChangeDraft(ref(orderOf(line(1, { width: 855 }), line(2, { width: 845 }))))
    draft.addLike(0)
    draft.toggleRemoved(1)
    expect(draft.rows.value.map((row) => changeOf(row, PARAMETERS))).toEqual([
      null, { line_no: 2, remove: true }, { template_code: 'single_door', position: '房1', quantity: 1, due_on: '2026-12-01', remark: '', params: { width: 855 } },
    ])
    draft.undo()
    draft.undo()
    expect(draft.rows.value).toHaveLength(2)
    expect(draft.rows.value.every((row) => !row.removed)).toBe(true)
    expect(draft.canUndo.value).toBe(false)
  })
  it('shows the parameters its lines use, in the order of the template', () => {
    const columns = columnsOf([line(1, { height: 2000, width: 800, own: 1 })], new Map([['single_door', PARAMETERS]]))
    expect(columns).toEqual(['position', 'param:width', 'param:height', 'param:own', 'quantity', 'due_on', 'remark'])
  })
  it('tells findings at the cell of the line they are about', () => {
    const draft = useChangeDraft(ref(orderOf(line(1, { width: 855 }, 7), line(2, { width: 845 }, 8))))
    const finding = (where: Finding['where']): Finding => ({ code: 'X', level: 'stop', what: { zh: '', en: '' }, todo: { zh: '', en: '' }, where })
    const found = placed([finding({ row: 8, field: 'width' }), finding({ row: 99 })], draft.rows.value)
    expect([...found.cells.keys()]).toEqual(['l2|param:width'])
    expect(found.loose).toHaveLength(1)
  })
})

describe('a price list being edited', () => {
  const data = { code: 'a', name: { zh: '甲', en: '甲' }, rules: [{ id: 'r', label: '单开门', method: 'set', price: 980 }] }
  it('knows whether it differs, and takes each change back', () => {
    const editing = useEditing(data)
    editing.change((next) => (next.rules[0]!.price = plain('1000')))
    expect([editing.data.value.rules[0]!.price, editing.isChanged.value]).toEqual([1000, true])
    editing.change((next) => (next.rules[0]!.price = 1000))
    editing.undo()
    expect([editing.data.value.rules[0]!.price, editing.isChanged.value, editing.canUndo.value]).toEqual([980, false, false])
    expect(data.rules[0]!.price).toBe(980)
  })
  it('keeps what is typed when it is no number, and nothing for nothing', () => {
    expect(['12', '0.5', ' ', '贵'].map(plain)).toEqual([12, 0.5, undefined, '贵'])
    expect(clean({ a: undefined, b: [{ c: undefined, d: 1 }] })).toEqual({ b: [{ d: 1 }] })
    expect(listOf('甲，乙, 丙、丁')).toEqual(['甲', '乙', '丙', '丁'])
  })
  it('keeps an English name of its own when the Chinese one changes', () => {
    expect(withZh({ zh: '甲', en: '甲' }, '乙')).toEqual({ zh: '乙', en: '乙' })
    expect(withZh({ zh: '甲', en: 'First' }, '乙')).toEqual({ zh: '乙', en: 'First' })
  })
})
