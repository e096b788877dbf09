import { describe, expect, it } from 'vitest'

import { fit, hold, MOST_ZOOM, pan, pinch, zoomAt, zoomOf } from '@/pages/desk/lib/viewport'

const BOARD = { width: 24_400, height: 12_200 }
const BOX = { width: 800, height: 600 }

describe('what part of a drawing is shown', () => {
  it('fits the whole board into the box, in the middle, in the proportions of the box', () => {
    const view = fit(BOARD, BOX)
    expect(view.width / view.height).toBeCloseTo(800 / 600)
    expect(view.width).toBe(24_400)
    expect(view.y + view.height / 2).toBeCloseTo(6100)
  })

  it('leaves the asked margin free', () => {
    const view = fit(BOARD, BOX, 1000)
    expect(view.x).toBe(-1000)
    expect(view.width).toBe(26_400)
  })

  it('fits a box that has no size yet', () => {
    expect(fit(BOARD, { width: 0, height: 0 })).toMatchObject({ width: 24_400, height: 12_200 })
  })

  it('keeps the point under the pointer where it is while zooming', () => {
    const start = zoomAt(fit(BOARD, BOX), 4, { x: 0.5, y: 0.5 }, BOARD, BOX)
    const at = { x: 0.3, y: 0.6 }
    const before = { x: start.x + at.x * start.width, y: start.y + at.y * start.height }
    const next = zoomAt(start, 1.5, at, BOARD, BOX)
    expect(next.x + at.x * next.width).toBeCloseTo(before.x)
    expect(next.y + at.y * next.height).toBeCloseTo(before.y)
    expect(zoomOf(next, BOARD, BOX)).toBeCloseTo(6)
  })

  it('zooms neither out beyond the whole nor in without end', () => {
    const whole = fit(BOARD, BOX)
    expect(zoomAt(whole, 0.1, { x: 0.5, y: 0.5 }, BOARD, BOX).width).toBe(whole.width)
    let view = whole
    for (let turn = 0; turn < 50; turn++) view = zoomAt(view, 2, { x: 0.1, y: 0.1 }, BOARD, BOX)
    expect(zoomOf(view, BOARD, BOX)).toBeCloseTo(MOST_ZOOM)
  })

  it('never loses the board while panning', () => {
    let view = zoomAt(fit(BOARD, BOX), 8, { x: 0.5, y: 0.5 }, BOARD, BOX)
    for (let turn = 0; turn < 30; turn++) view = pan(view, 0.9, -0.9, BOARD)
    expect(view.x).toBeCloseTo(0)
    expect(view.y + view.height).toBeCloseTo(12_200)
  })

  it('centres what is smaller than the view', () => {
    expect(hold({ x: 999, y: -999, width: 30_000, height: 20_000 }, BOARD)).toMatchObject({ x: -2800, y: -3900 })
  })

  it('keeps what lies between two fingers between them, and grows it with their distance', () => {
    const start = zoomAt(fit(BOARD, BOX), 4, { x: 0.5, y: 0.5 }, BOARD, BOX)
    const before = [{ x: 0.4, y: 0.5 }, { x: 0.6, y: 0.5 }] as const
    const after = [{ x: 0.35, y: 0.55 }, { x: 0.75, y: 0.55 }] as const
    const next = pinch(start, before, after, BOARD, BOX)
    expect(start.width / next.width).toBeCloseTo(2)
    expect(next.x + 0.55 * next.width).toBeCloseTo(start.x + 0.5 * start.width)
    expect(next.y + 0.55 * next.height).toBeCloseTo(start.y + 0.5 * start.height)
  })
})
