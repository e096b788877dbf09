import { describe, expect, it } from 'vitest'

import type { Schedule } from '@/api/types'
import type { DeskTask } from '@/api/types/desk'
import { barTop, clip, lanesOf, marks, neighbour, queue, segmentsOf, setupSpans, stack, tonesOf, zoneMinutes } from '@/pages/desk/lib/gantt'

const HOUR = 3_600_000
const DAY = '2026-11-24T'

function task(id: string, from: string, to: string, given: Partial<DeskTask> = {}): DeskTask {
  return {
    id, lot_id: `lot-${id}`, lot_no: id, operation: 'saw', work_centre: 'saw', machine_id: 'm1', starts_at: `${DAY}${from}Z`, ends_at: `${DAY}${to}Z`,
    setup_seconds: 0, pieces: 1, segments: [[`${DAY}${from}Z`, `${DAY}${to}Z`]], ...given,
  }
}
function schedule(tasks: DeskTask[], waits: DeskTask[] = []): Schedule {
  const machine = { id: 'm1', code: 'SAW1', name: '锯', work_centre: 'saw', tasks, shifts: [{ start: `${DAY}00:00:00Z`, end: `${DAY}04:00:00Z` }] }
  return { from: `${DAY}00:00:00Z`, to: `${DAY}10:00:00Z`, machines: [machine, { ...machine, id: 'm2', name: '封边', tasks: [] }], waits }
}

describe('lanes', () => {
  it('put tasks one after the other into one row, overlapping ones above each other', () => {
    const { bars, rows } = stack([task('c', '01:30:00', '03:00:00'), task('a', '00:00:00', '01:00:00'), task('b', '01:00:00', '02:00:00')])
    expect(bars.map((bar) => [bar.task.id, bar.row])).toEqual([['a', 0], ['b', 0], ['c', 1]])
    expect(rows).toBe(2)
  })

  it('take the lowest free row again', () => {
    const { bars } = stack([task('a', '00:00:00', '05:00:00'), task('b', '00:00:00', '01:00:00'), task('c', '02:00:00', '03:00:00')])
    expect(bars.find((bar) => bar.task.id === 'c')!.row).toBe(bars.find((bar) => bar.task.id === 'b')!.row)
  })

  it('do not grow without end', () => {
    const many = Array.from({ length: 30 }, (_, index) => task(`t${index}`, '00:00:00', '05:00:00'))
    expect(stack(many, 8).rows).toBe(8)
  })

  it('lie one below the other, every bar inside its lane, waits last', () => {
    const lanes = lanesOf(schedule([task('a', '00:00:00', '02:00:00'), task('b', '01:00:00', '03:00:00')], [task('w', '02:00:00', '09:00:00', { operation: 'cure', machine_id: null })]), '养生', 400)
    expect(lanes.map((lane) => lane.kind)).toEqual(['machine', 'machine', 'wait'])
    lanes.forEach((lane, index) => {
      if (index) expect(lane.top).toBe(lanes[index - 1]!.top + lanes[index - 1]!.height)
      for (const bar of lane.bars) {
        expect(barTop(lane, bar)).toBeGreaterThanOrEqual(lane.top)
        expect(barTop(lane, bar) + lane.rowHeight).toBeLessThanOrEqual(lane.top + lane.height + 0.001)
      }
    })
  })

  it('have no wait lane without waits', () => {
    expect(lanesOf(schedule([]), '养生')).toHaveLength(2)
  })
})

describe('a bar', () => {
  it('reads segments as pairs and as objects, and works without any', () => {
    const pairs = task('a', '00:00:00', '01:00:00')
    const objects = { ...pairs, segments: [{ start: pairs.starts_at, end: pairs.ends_at }] }
    expect(segmentsOf(objects)).toEqual(segmentsOf(pairs))
    expect(segmentsOf({ ...pairs, segments: [] })).toEqual(segmentsOf(pairs))
  })

  it('shows changeover from its start to its first work, only while the shop is open', () => {
    const [bar] = stack([task('a', '03:50:00', '06:00:00', { setup_seconds: 900, segments: [[`${DAY}05:05:00Z`, `${DAY}06:00:00Z`]] })]).bars
    const at = (time: string): number => Date.parse(`${DAY}${time}Z`)
    const shifts = [{ start: at('00:00:00'), end: at('04:00:00') }, { start: at('05:00:00'), end: at('10:00:00') }]
    expect(setupSpans(bar!, shifts)).toEqual([{ start: at('03:50:00'), end: at('04:00:00') }, { start: at('05:00:00'), end: at('05:05:00') }])
    expect(setupSpans(stack([task('b', '00:00:00', '01:00:00')]).bars[0]!, shifts)).toEqual([])
  })

  it('is cut at the edge of what is in sight', () => {
    expect(clip({ start: 0, end: 10 }, 4, 8)).toEqual({ start: 4, end: 8 })
    expect(clip({ start: 0, end: 4 }, 4, 8)).toBeNull()
  })
})

describe('time marks', () => {
  it('stand on local midnights of the factory', () => {
    const from = Date.parse('2026-11-23T20:00:00Z')
    const days = marks(from, from + 48 * HOUR, 2, 'Asia/Shanghai').filter((mark) => mark.day)
    expect(days.map((mark) => new Date(mark.at).toISOString())).toEqual(['2026-11-24T16:00:00.000Z', '2026-11-25T16:00:00.000Z'])
    expect(zoneMinutes(from, 'Asia/Shanghai')).toBe(480)
  })

  it('are never nearer than their letters are wide', () => {
    for (const pixels of [2, 8, 22, 90, 400]) {
      const found = marks(0, 72 * HOUR, pixels, 'Asia/Shanghai')
      const step = ((found[1]!.at - found[0]!.at) / HOUR) * pixels
      expect(step).toBeGreaterThanOrEqual(Math.min(44, 24 * pixels))
    }
  })
})

describe('by the keyboard', () => {
  const lanes = lanesOf({ ...schedule([task('a', '00:00:00', '01:00:00'), task('b', '01:00:00', '02:00:00')]), waits: [task('w', '01:10:00', '09:00:00')] }, '养生')

  it('goes along a lane and to the nearest task of the next lane that has any', () => {
    expect(neighbour(lanes, null, 'ArrowRight')).toEqual({ lane: 0, task: 'a' })
    expect(neighbour(lanes, { lane: 0, task: 'a' }, 'ArrowRight')).toEqual({ lane: 0, task: 'b' })
    expect(neighbour(lanes, { lane: 0, task: 'b' }, 'ArrowRight')).toEqual({ lane: 0, task: 'b' })
    expect(neighbour(lanes, { lane: 0, task: 'b' }, 'ArrowDown')).toEqual({ lane: 2, task: 'w' })
    expect(neighbour(lanes, { lane: 2, task: 'w' }, 'ArrowUp')).toEqual({ lane: 0, task: 'b' })
  })

  it('lists what a machine has still to do', () => {
    expect(queue(lanes[0]!, Date.parse(`${DAY}01:30:00Z`), 5).map((bar) => bar.task.id)).toEqual(['b'])
  })
})

describe('tones', () => {
  it('differ between the first ten materials and do not depend on their order', () => {
    const names = Array.from({ length: 10 }, (_, index) => `板材${index}`)
    expect(new Set(tonesOf(names).values()).size).toBe(10)
    expect([...tonesOf([...names].reverse())]).toEqual([...tonesOf(names)])
    expect(tonesOf([null, '', undefined]).size).toBe(0)
  })
})
