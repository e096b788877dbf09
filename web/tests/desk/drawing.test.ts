import { describe, expect, it } from 'vitest'

import type { Cut, DrawnRect } from '@/api/types/desk'
import { cutOff, cutSteps, grainAlongX, inSight, letter, partRows, place, placeLine, sheetSize } from '@/pages/desk/lib/drawing'

const SHEET = { length: 24_400, width: 12_200 }

function rect(given: Partial<DrawnRect>): DrawnRect {
  return { x: 0, y: 0, length: 100, width: 100, kind: 'part', label: null, code: null, name: null, order_no: null, grain: 'none', seq: null, ...given }
}

/** A board with 5 mm trims, a strip of two parts 600 high and an off-cut above; kerf 4 mm. */
const RECTS = [
  rect({ y: 0, length: 24_400, width: 50, kind: 'trim', seq: 1 }),
  rect({ x: 0, y: 50, length: 20_000, width: 6000, name: '面板', order_no: 'A1', label: '2000×600', code: 'P1', seq: 3 }),
  rect({ x: 20_040, y: 50, length: 4360, width: 6000, name: '边梃', order_no: 'A2', label: '436×600', code: 'P2', seq: 4 }),
  rect({ x: 0, y: 6090, length: 24_400, width: 6110, kind: 'offcut', seq: 5 }),
]
const CUTS: Cut[] = [
  { seq: 3, level: 2, direction: 'width', x1: 20_000, y1: 50, x2: 20_000, y2: 6050 },
  { seq: 1, level: 0, direction: 'length', x1: 0, y1: 50, x2: 24_400, y2: 50 },
  { seq: 2, level: 1, direction: 'length', x1: 0, y1: 6050, x2: 24_400, y2: 6050 },
]

describe('a pattern on the screen', () => {
  it('has its origin lower left', () => {
    expect(place({ x: 0, y: 0, length: 1000, width: 500 }, SHEET)).toEqual({ x: 0, y: 11_700, width: 1000, height: 500 })
    expect(placeLine({ x1: 0, y1: 50, x2: 24_400, y2: 50 }, SHEET)).toEqual({ x1: 0, y1: 12_150, x2: 24_400, y2: 12_150 })
  })

  it('is turned, not mirrored: corners in order stay in order', () => {
    const corner = (x: number, y: number, turned: boolean): [number, number] => {
      const box = place({ x, y, length: 0, width: 0 }, SHEET, turned)
      return [box.x, box.y]
    }
    const area = (turned: boolean): number => {
      const [[ax, ay], [bx, by], [cx, cy]] = [corner(0, 0, turned), corner(1000, 0, turned), corner(0, 500, turned)]
      return Math.sign((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))
    }
    expect(area(true)).toBe(area(false))
    expect(sheetSize(SHEET, true)).toEqual({ width: 12_200, height: 24_400 })
  })

  it('shows the grain along the part, also where the part or the drawing is turned', () => {
    expect(grainAlongX({ grain: 'length', turned: false }, false)).toBe(true)
    expect(grainAlongX({ grain: 'length', turned: true }, false)).toBe(false)
    expect(grainAlongX({ grain: 'width', turned: false }, true)).toBe(true)
    expect(grainAlongX({ grain: 'none' }, false)).toBeNull()
  })

  it('writes along the longer side, as large as fits, or not at all', () => {
    expect(letter({ width: 300, height: 1000 }, ['2000 × 600'], 40, 7)).toMatchObject({ upright: true, size: 40 })
    expect(letter({ width: 1000, height: 14 }, ['2000 × 600'], 40, 7)?.upright).toBe(false)
    expect(letter({ width: 20, height: 6 }, ['2000 × 600'], 40, 7)).toBeNull()
  })

  it('keeps words to the part of a rectangle that is in sight', () => {
    expect(inSight({ x: 0, y: 0, width: 100, height: 50 }, { x: 40, y: 10, width: 200, height: 200 })).toEqual({ x: 40, y: 10, width: 60, height: 40 })
    expect(inSight({ x: 0, y: 0, width: 10, height: 10 }, { x: 40, y: 10, width: 20, height: 20 })).toEqual({ x: 0, y: 0, width: 10, height: 10 })
  })
})

describe('cut by cut', () => {
  const steps = cutSteps(CUTS, RECTS)

  it('goes in sawing order, lengthwise and across told apart', () => {
    expect(steps.map((step) => [step.number, step.cut.seq, step.lengthwise])).toEqual([[1, 1, true], [2, 2, true], [3, 3, false]])
  })

  it('sets the stop by what lies on the table: from the edge for the trim, after the kerf for the strip and the part', () => {
    expect(steps.map((step) => step.measure)).toEqual([50, 6000, 20_000])
  })

  it('says what each cut takes off', () => {
    expect(cutOff(CUTS[2]!, CUTS, RECTS).region).toEqual({ x: 0, y: 50, length: 24_400, width: 6000 })
    expect(steps[2]!.frees?.name).toBe('面板')
    expect(steps[1]!.frees).toBeNull()
  })

  it('measures a second strip from the end of the first one', () => {
    const rects = [rect({ y: 0, length: 24_400, width: 3000 }), rect({ y: 3040, length: 24_400, width: 2000 })]
    const cuts: Cut[] = [
      { seq: 1, level: 1, direction: 'length', x1: 0, y1: 3000, x2: 24_400, y2: 3000 },
      { seq: 2, level: 1, direction: 'length', x1: 0, y1: 5040, x2: 24_400, y2: 5040 },
    ]
    expect(cutSteps(cuts, rects).map((step) => step.measure)).toEqual([3000, 2000])
  })

  it('lists the pieces by order and name, stacked copies counted', () => {
    const rows = partRows([...RECTS, rect({ name: '面板', order_no: 'A1', label: '2000×600', codes: ['P3', 'P4'], code: 'P3' })])
    expect(rows.map((row) => [row.order_no, row.name, row.codes])).toEqual([['A1', '面板', ['P1', 'P3', 'P4']], ['A2', '边梃', ['P2']]])
    expect(rows[0]!.rects).toEqual([1, 4])
  })
})
