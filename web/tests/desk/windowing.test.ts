import { describe, expect, it } from 'vitest'

import { differences } from '@/components/desk/differences'
import { beside } from '@/pages/desk/imports/floating'
import { sumHardware } from '@/pages/desk/orders/hardware'
import { lineMatches, lineSize, sourceCell } from '@/pages/desk/orders/lines'
import { scrollFor, windowOf } from '@/pages/desk/lib/windowing'
import type { OrderLine } from '@/api/types'

describe('rows in sight', () => {
  it('are drawn with a few spare ones, never outside of the list', () => {
    expect(windowOf(800, 34, 0, 680)).toEqual({ first: 0, last: 28 })
    expect(windowOf(800, 34, 34 * 100, 680)).toEqual({ first: 92, last: 128 })
    expect(windowOf(800, 34, 34 * 790, 680).last).toBe(800)
    expect(windowOf(0, 34, 0, 680)).toEqual({ first: 0, last: 0 })
  })

  it('are scrolled to only when they are out of sight', () => {
    expect(scrollFor(5, 34, 0, 680)).toBeNull()
    expect(scrollFor(30, 34, 0, 680)).toBe(31 * 34 - 680)
    expect(scrollFor(2, 34, 340, 680)).toBe(68)
    expect(scrollFor(19, 34, 0, 680, 66)).toBe(20 * 34 - 614)
  })
})

describe('a bubble', () => {
  it('stands below, above where there is no room, and inside the window', () => {
    const size = { width: 300, height: 100 }
    expect(beside({ left: 10, top: 100, bottom: 130, width: 80, height: 30 }, size, 1440, 900)).toEqual({ left: 10, top: 136 })
    expect(beside({ left: 1400, top: 860, bottom: 890, width: 80, height: 30 }, size, 1440, 900)).toEqual({ left: 1132, top: 754 })
  })
})

describe('order lines', () => {
  const door = { id: 'l1', line_no: 3, position: '主卧', template_code: 'single_door', template_name: { zh: '单开门', en: 'Single door' }, quantity: 2, params: { width: 880, height: '2050', wall: 140, colour: '胡桃' }, source: { row: 7, cells: { width: 'F7', height: { cell: 'G7' } } } } as unknown as OrderLine

  it('say their size, doors and panels alike', () => {
    expect(lineSize(door)).toBe('880 × 2050 × 140')
    expect(lineSize({ params: { length: 600, width: 300 } })).toBe('600 × 300')
    expect(lineSize({ params: {} })).toBe('–')
  })

  it('are found by any word', () => {
    expect(['主', '单开', 'single', '2050', '胡桃', ''].every((text) => lineMatches(door, text))).toBe(true)
    expect(lineMatches(door, '次卧')).toBe(false)
  })

  it('know the cell a parameter came from', () => {
    expect([sourceCell(door, 'width'), sourceCell(door, 'height'), sourceCell(door, 'wall')]).toEqual(['F7', 'G7', null])
  })

  it('sum hardware over units and lines', () => {
    const hinge = { item: 'HINGE', name_zh: '合页', name_en: 'Hinge', unit: 'pcs', qty_per_unit: 3 }
    const [sum] = sumHardware([{ ...hinge, id: 'h1', order_line_id: 'l1' }, { ...hinge, id: 'h2', order_line_id: 'l2' }], [door, { ...door, id: 'l2', quantity: 1 }])
    expect(sum).toMatchObject({ code: 'HINGE', quantity: 9, lines: 2 })
  })
})

describe('the trail', () => {
  it('tells only what changed', () => {
    expect(differences({ a: 1, b: 2 }, { a: 1, b: 3, c: [4] })).toEqual([{ key: 'b', before: '2', after: '3' }, { key: 'c', before: null, after: '[4]' }])
    expect(differences(null, null)).toEqual([])
  })
})
