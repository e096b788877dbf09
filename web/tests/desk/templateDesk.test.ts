import { describe, expect, it } from 'vitest'

import type { CellFinding, FormulaName, TemplateDocument } from '@/api/types/templates'
import { applied, reanchor } from '@/pages/desk/templates/desk/anchor'
import { cleared, copied, pasted, readCells, writeCells } from '@/pages/desk/templates/desk/clipboard'
import { cellText, columnsOf, copiedRow, editsOf, newRow, readCell, rowsOf, type DeskColumn, type Section } from '@/pages/desk/templates/desk/columns'
import { complete, suggest, wordAt } from '@/pages/desk/templates/desk/completion'
import { cellKey, countBySection, findingsByCell } from '@/pages/desk/templates/desk/findings'
import { choiceOf, inputsOf, readInput } from '@/pages/desk/templates/desk/tryInputs'

const DOOR: TemplateDocument = {
  code: 'single_door',
  version: 1,
  name: { zh: '单开门', en: 'Single door' },
  parameters: [
    { name: 'width', label: { zh: '宽', en: 'width' }, unit: 'mm', min: 300, max: 2000 },
    { name: 'basis', label: { zh: '尺寸基准', en: 'basis' }, unit: 'text', default: 'opening', options: [{ code: 'opening', label: { zh: '洞口', en: 'opening' }, also: ['门洞'] }, { code: 'frame', label: { zh: '包框', en: 'frame' } }] },
  ],
  constants: [
    { name: 'gap', label: { zh: '侧缝', en: 'side gap' }, unit: 'mm', value: 3 },
    { name: 'edge', label: { zh: '封边厚', en: 'edge band' }, unit: 'mm', value: 1 },
  ],
  lookups: [{ name: 'casings', label: { zh: '套线宽度表', en: 'casing widths' }, unit: 'mm', keys: [{ label: { zh: '型号', en: 'style' }, unit: 'text' }], rows: [['TX01', 80], ['TX02', 70]] }],
  parts: [{ key: 'leaf', label: { zh: '门扇', en: 'Leaf' }, qty: 1, length: '门扇高', width: 800, edges: { front: { thickness: '封边厚', premill: 0.5 } }, grain: 'length', odd: { a: 1 } }],
  examples: [{ name: '880', inputs: { 宽: 880, 尺寸基准: '洞口' }, expect: { 门扇宽: 800 } }],
}

function column(section: Section, key: string): DeskColumn {
  const found = columnsOf(section, rowsOf(DOOR, section), ['none', 'core']).find((one) => one.key === key)
  if (!found) throw new Error(`${section} has no column ${key}`)
  return found
}

describe('cells of a template', () => {
  it('read back what they show, whatever the kind', () => {
    for (const section of ['parameters', 'constants', 'lookups', 'parts', 'examples'] as const) {
      const rows = rowsOf(DOOR, section)
      for (const one of columnsOf(section, rows, [])) {
        for (const row of rows) {
          const text = cellText(row, one)
          if (text && one.kind !== 'keys') expect(cellText({ [one.key]: readCell(one, text) }, { ...one, path: [one.key] }), `${section} ${one.key}`).toBe(text)
        }
      }
    }
  })

  it('make numbers of what reads as a number, also from a Chinese keyboard, and leave formulas as typed', () => {
    expect(editsOf('constants', 0, rowsOf(DOOR, 'constants')[0]!, column('constants', 'value'), '４．５')).toEqual([{ act: 'set', path: ['constants', 0, 'value'], value: 4.5 }])
    expect(editsOf('parts', 0, rowsOf(DOOR, 'parts')[0]!, column('parts', 'length'), '=门扇高-2')).toEqual([{ act: 'set', path: ['parts', 0, 'length'], value: '=门扇高-2' }])
    expect(editsOf('parts', 0, rowsOf(DOOR, 'parts')[0]!, column('parts', 'length'), '门扇高 ')).toEqual([])
  })

  it('take a side’s pre-milling away with its band', () => {
    expect(editsOf('parts', 0, rowsOf(DOOR, 'parts')[0]!, column('parts', 'edges.front.thickness'), '')).toEqual([{ act: 'set', path: ['parts', 0, 'edges', 'front'], value: null }])
  })

  it('begin a name in both languages', () => {
    expect(editsOf('constants', 0, { name: 'gap' }, column('constants', 'note.zh'), '夏季放大')).toEqual([{ act: 'set', path: ['constants', 0, 'note'], value: { zh: '夏季放大', en: '夏季放大' } }])
  })

  it('hide no field this page does not know', () => {
    expect(columnsOf('parts', rowsOf(DOOR, 'parts'), []).map((one) => one.key)).toContain('odd')
  })

  it('show lookup keys and take them back', () => {
    const row = rowsOf(DOOR, 'lookups')[0]!
    const keys = column('lookups', 'keys')
    expect(cellText(row, keys)).toBe('型号/style | text')
    expect(editsOf('lookups', 0, row, keys, '门扇高/leaf height | mm | up_to')).toEqual([{ act: 'set', path: ['lookups', 0, 'keys'], value: [{ label: { zh: '门扇高', en: 'leaf height' }, unit: 'mm', match: 'up_to' }] }])
  })

  it('give new and copied rows names of their own', () => {
    const one = newRow('constants', [])
    expect(newRow('constants', [one]).name).not.toBe(one.name)
    expect(copiedRow('parts', rowsOf(DOOR, 'parts'), rowsOf(DOOR, 'parts')[0]!).key).toBe('leaf_2')
  })
})

describe('pieces of a sheet', () => {
  it('go out and come back as a spreadsheet has them', () => {
    const cells = [['a', 'b\nc'], ['"q"', '']]
    expect(readCells(writeCells(cells))).toEqual(cells)
    expect(readCells('1\t2\r\n3\t4\r\n')).toEqual([['1', '2'], ['3', '4']])
  })

  it('are pasted over rows, and beyond the last row make new ones', () => {
    const rows = rowsOf(DOOR, 'constants')
    const columns = columnsOf('constants', rows, [])
    const value = columns.findIndex((one) => one.key === 'value')
    const edits = pasted('constants', rows, columns, { top: 1, left: value, bottom: 1, right: value }, [['2'], ['7']])
    expect(edits[0]).toEqual({ act: 'set', path: ['constants', 1, 'value'], value: 2 })
    expect(edits[1]).toMatchObject({ act: 'insert', path: ['constants', 2] })
    expect(rowsOf(applied(DOOR, edits), 'constants').map((row) => row.value)).toEqual([3, 2, 7])
  })

  it('fill a selection with one cell, and empty one', () => {
    const rows = rowsOf(DOOR, 'constants')
    const columns = columnsOf('constants', rows, [])
    const at = columns.findIndex((one) => one.key === 'value')
    const range = { top: 0, left: at, bottom: 1, right: at }
    expect(pasted('constants', rows, columns, range, [['9']]).map((edit) => edit.value)).toEqual([9, 9])
    expect(cleared('constants', rows, columns, range).map((edit) => edit.value)).toEqual([null, null])
    expect(copied(rows, columns, range)).toBe('3\n1')
  })
})

describe('completing names', () => {
  const names: FormulaName[] = [
    { name: 'opening_width', zh: '洞口宽', unit: 'mm', kind: 'value', owner: null },
    { name: 'leaf.length', zh: '门扇.长', unit: 'mm', kind: 'part', owner: 'leaf' },
  ]
  it('finishes in the language that is typed', () => {
    expect(suggest('洞', names, ['IF', 'IFS'], 'zh')[0]).toMatchObject({ text: '洞口宽', beside: 'opening_width · mm' })
    expect(suggest('open', names, [], 'zh')[0]!.text).toBe('opening_width')
    expect(suggest('width', names, [], 'en')[0]!.text).toBe('opening_width')
    expect(suggest('if', names, ['IF', 'IFS'], 'zh').map((one) => one.text)).toEqual(['IF(', 'IFS('])
  })
  it('knows the word at the caret, and leaves texts and numbers alone', () => {
    expect(wordAt('=洞口宽-2*侧', 8)).toEqual({ word: '侧', from: 7 })
    expect(wordAt('IF(a="洞', 7).word).toBe('')
    expect(wordAt('=12', 3).word).toBe('')
    expect(complete('=洞+2', 2, { text: '洞口宽', beside: '', kind: 'name' })).toEqual({ text: '=洞口宽+2', caret: 4 })
  })
})

describe('two people on one draft', () => {
  it('puts my changes where the rows stand now, and tells those whose row is gone', () => {
    const now = { ...DOOR, constants: [{ name: 'new' }, rowsOf(DOOR, 'constants')[1]!] }
    const { edits, lost } = reanchor([{ act: 'set', path: ['constants', 1, 'value'], value: 2 }, { act: 'set', path: ['constants', 0, 'value'], value: 4 }], { ...DOOR }, now)
    expect(edits).toEqual([{ act: 'set', path: ['constants', 1, 'value'], value: 2 }])
    expect(lost).toBe(1)
  })
  it('shows a change at once without touching what the server said', () => {
    const next = applied(DOOR, [{ act: 'remove', path: ['constants', 0] }, { act: 'set', path: ['parts', 0, 'edges', 'back', 'thickness'], value: 1 }])
    expect(rowsOf(next, 'constants')).toHaveLength(1)
    expect((rowsOf(next, 'parts')[0]!.edges as Record<string, unknown>).back).toEqual({ thickness: 1 })
    expect(rowsOf(DOOR, 'constants')).toHaveLength(2)
  })
})

describe('findings and trying', () => {
  it('stand at their cell, or at the row where there is no such column', () => {
    const finding = (places: CellFinding['places']): CellFinding => ({ code: 'X', level: 'stop', what: { zh: '', en: '' }, todo: { zh: '', en: '' }, places })
    const columns = columnsOf('parts', rowsOf(DOOR, 'parts'), [])
    const found = findingsByCell([finding([['parts', 0, 'edges', 'front', 'thickness']]), finding([['parts', 0]]), finding([['constants', 0, 'value']])], 'parts', columns)
    expect([...found.keys()]).toEqual([cellKey(0, 'edges.front.thickness'), cellKey(0, columns[0]!.key)])
    expect(countBySection([finding([['parts', 0], ['parts', 1]])]).get('parts')).toBe(1)
  })
  it('takes an example’s labels for the parameters they mean', () => {
    expect(inputsOf(DOOR, rowsOf(DOOR, 'examples')[0])).toEqual({ width: 880, basis: '洞口' })
    expect(choiceOf([{ code: 'opening', label: { zh: '洞口', en: 'opening' } }], '洞口')).toBe('opening')
    expect([readInput('８８０'), readInput('左内开')]).toEqual([880, '左内开'])
  })
})
