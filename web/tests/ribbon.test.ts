import { describe, expect, it } from 'vitest'

import type { Board, MachineState, StateSpan } from '@/api/types'
import { daySpan, workSpan } from '@/lib/boardSpan'
import { bars, clip, ticks, totals, zoneOffset } from '@/lib/ribbon'

const HOUR = 3_600_000
const START = Date.parse('2026-07-03T00:00:00Z')

function span(from: number, to: number, state: MachineState): StateSpan {
  return { start: new Date(START + from * HOUR).toISOString(), end: new Date(START + to * HOUR).toISOString(), state }
}

describe('a ribbon', () => {
  it('lays spans on the line in proportion', () => {
    const drawn = bars([span(0, 6, 'WORKING'), span(6, 12, 'READY')], START, START + 12 * HOUR)
    expect(drawn.map(({ x, width }) => [x, width])).toEqual([[0, 500], [500, 500]])
  })

  it('cuts what lies outside', () => {
    const [bar] = bars([span(-5, 30, 'WORKING')], START, START + 24 * HOUR)
    expect([bar?.x, bar?.width]).toEqual([0, 1000])
    expect(bars([span(30, 31, 'WORKING')], START, START + 24 * HOUR)).toEqual([])
  })

  it('joins neighbours of one state', () => {
    expect(clip([span(0, 1, 'READY'), span(1, 2, 'READY'), span(2, 3, 'WORKING')], START, START + 4 * HOUR)).toHaveLength(2)
  })

  it('keeps a fault of seconds visible, drawn last and inside the line', () => {
    const short = span(23.999, 24, 'ERROR')
    const drawn = bars([short, span(0, 23.999, 'WORKING')], START, START + 24 * HOUR)
    const fault = drawn.at(-1)
    expect(fault?.state).toBe('ERROR')
    expect(fault?.width).toBe(4)
    expect((fault?.x ?? 0) + (fault?.width ?? 0)).toBeLessThanOrEqual(1000)
  })

  it('of no length is empty', () => expect(bars([span(0, 1, 'READY')], START, START)).toEqual([]))

  it('adds up the states, counting overlaps once', () => {
    const sums = totals([span(0, 2, 'WORKING'), span(1, 3, 'ERROR')], START, START + 4 * HOUR)
    expect(sums).toEqual({ WORKING: 2 * HOUR, ERROR: HOUR })
  })
})

describe('hour marks', () => {
  it('stand at whole local hours', () => {
    const marks = ticks(START, START + 24 * HOUR, 'Asia/Shanghai')
    expect(marks.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00', '00:00'])
    expect(marks.every(({ x }) => x >= 0 && x <= 1000)).toBe(true)
  })

  it('know zones with half hours', () => expect(zoneOffset(START, 'Asia/Kolkata')).toBe(330))
})

describe('the stretch the board shows', () => {
  const board = (ribbon: StateSpan[], shift: { start: string; end: string } | null): Board =>
    ({ now: '2026-07-03T06:40:00Z', day: '2026-07-03', shift: shift && { name: '', ...shift }, machines: [{ ribbon }] }) as Board

  it('is the factory’s day from midnight to midnight', () => {
    expect(daySpan('2026-07-03', 'Asia/Shanghai')).toEqual({ from: '2026-07-02T16:00:00.000Z', to: '2026-07-03T16:00:00.000Z' })
  })

  it('begins when the first machine wakes up and ends with the shift', () => {
    const span = workSpan(board([{ start: '2026-07-02T16:00:00Z', end: '2026-07-02T23:50:00Z', state: 'OFFLINE' }, { start: '2026-07-02T23:50:00Z', end: '2026-07-03T06:40:00Z', state: 'WORKING' }], { start: '2026-07-03T05:00:00Z', end: '2026-07-03T10:00:00Z' }), 'Asia/Shanghai')
    expect(span).toEqual({ from: '2026-07-02T23:00:00.000Z', to: '2026-07-03T10:00:00.000Z' })
  })

  it('is the whole day when nothing has stirred', () => {
    expect(workSpan(board([], null), 'Asia/Shanghai')).toEqual(daySpan('2026-07-03', 'Asia/Shanghai'))
  })
})
