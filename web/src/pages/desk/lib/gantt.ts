/** A schedule as lanes and bars: who stacks above whom, what is visible, where the time marks stand. Pure; times in ms. */

import type { Schedule, Task } from '@/api/types'
import type { DeskTask } from '@/api/types/desk'

export interface Span {
  start: number
  end: number
}

export interface GanttBar {
  task: DeskTask
  start: number
  end: number
  /** Working stretches in order; between them the shop is closed. */
  segments: Span[]
  /** Row inside the lane, from 0. */
  row: number
}

export interface Lane {
  id: string
  name: string
  code: string
  centre: string
  kind: 'machine' | 'wait'
  bars: GanttBar[]
  shifts: Span[]
  rows: number
  rowHeight: number
  top: number
  height: number
}

const PADDING = 6
const ROW = { machine: 30, wait: 16 }
const MOST_ROW = { machine: 46, wait: 24 }
const [LEAST_LANE, MOST_LANE] = [48, 84]
const WAIT_ROWS = 40

function ms(instant: string): number {
  return Date.parse(instant)
}

/** Segments come as pairs or as objects. */
export function segmentsOf(task: Pick<Task, 'starts_at' | 'ends_at' | 'segments'>): Span[] {
  const found = (task.segments as (readonly [string, string] | { start: string; end: string })[] | null) ?? []
  const spans = found.map((segment) =>
    'start' in segment ? { start: ms(segment.start), end: ms(segment.end) } : { start: ms(segment[0]), end: ms(segment[1]) },
  )
  return spans.length ? spans : [{ start: ms(task.starts_at), end: ms(task.ends_at) }]
}

/** Give each task the lowest row that is free when it starts; rows beyond `most` share the last one. */
export function stack(tasks: readonly DeskTask[], most = Number.POSITIVE_INFINITY): { bars: GanttBar[]; rows: number } {
  const ends: number[] = []
  const bars = [...tasks]
    .sort((a, b) => ms(a.starts_at) - ms(b.starts_at) || ms(a.ends_at) - ms(b.ends_at) || a.id.localeCompare(b.id))
    .map((task) => {
      const [start, end] = [ms(task.starts_at), ms(task.ends_at)]
      let row = ends.findIndex((free) => free <= start)
      if (row < 0) row = Math.min(ends.length, most - 1)
      ends[row] = Math.max(ends[row] ?? 0, end)
      return { task, start, end, segments: segmentsOf(task), row }
    })
  return { bars, rows: Math.max(1, ends.length) }
}

/** Machines in the server's order, the waits below them; `top` and `height` in pixels, stretched to fill `room`. */
export function lanesOf(schedule: Schedule, waitName: string, room = 0): Lane[] {
  let top = 0
  const each = Math.min(MOST_LANE, Math.max(LEAST_LANE, room / Math.max(1, schedule.machines.length + 1)))
  const lane = (kind: Lane['kind'], id: string, code: string, name: string, centre: string, tasks: DeskTask[], shifts: Span[]): Lane => {
    const { bars, rows } = stack(tasks, kind === 'wait' ? WAIT_ROWS : undefined)
    const height = Math.max(kind === 'wait' ? LEAST_LANE : each, rows * ROW[kind] + 2 * PADDING)
    const rowHeight = Math.min(MOST_ROW[kind], (height - 2 * PADDING) / rows)
    const made = { id, name, code, centre, kind, bars, shifts, rows, rowHeight, top, height }
    top += height
    return made
  }
  const lanes = schedule.machines.map((m) =>
    lane('machine', m.id, m.code, m.name, m.work_centre, m.tasks, m.shifts.map((s) => ({ start: ms(s.start), end: ms(s.end) }))),
  )
  if (schedule.waits.length) lanes.push(lane('wait', 'waits', '', waitName, 'cure', schedule.waits, []))
  return lanes
}

/** Upper edge of a bar in pixels. */
export function barTop(lane: Lane, bar: GanttBar): number {
  const spare = lane.height - 2 * PADDING - lane.rows * lane.rowHeight
  return lane.top + PADDING + spare / 2 + bar.row * lane.rowHeight
}

/** When the machine is changed over: from the task's start to its first work, as far as the shop is open. */
export function setupSpans(bar: Pick<GanttBar, 'start' | 'segments'>, shifts: readonly Span[]): Span[] {
  const work = bar.segments[0]?.start ?? bar.start
  if (work <= bar.start) return []
  const open = shifts.flatMap((shift) => clip(shift, bar.start, work) ?? [])
  return open.length ? open : [{ start: bar.start, end: work }]
}

/** What of a span lies inside the window, or null. */
export function clip(span: Span, from: number, to: number): Span | null {
  const start = Math.max(span.start, from)
  const end = Math.min(span.end, to)
  return end > start ? { start, end } : null
}

/** Minutes a zone is ahead of UTC at an instant. */
export function zoneMinutes(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
  }).formatToParts(at)
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
  return Math.round((local - Math.floor(at / 60_000) * 60_000) / 60_000)
}

const HOUR = 3_600_000
const STEPS_HOURS = [1, 2, 3, 6, 12, 24]

export interface Mark {
  at: number
  day: boolean
}

/** Local midnights and, where there is room, hours between them. `pixels` is the width of an hour. */
export function marks(from: number, to: number, pixels: number, zone: string): Mark[] {
  const step = STEPS_HOURS.find((hours) => hours * pixels >= 44) ?? 24
  const found: Mark[] = []
  let ahead = zoneMinutes(from, zone) * 60_000
  let at = Math.floor((from + ahead) / (step * HOUR)) * step * HOUR - ahead
  while (at <= to) {
    ahead = zoneMinutes(at, zone) * 60_000
    if (at >= from) found.push({ at, day: (at + ahead) % (24 * HOUR) === 0 })
    at += step * HOUR
  }
  return found
}

/** The neighbour of a bar for the arrow keys: left and right in its lane, up and down the nearest in time. */
export function neighbour(lanes: readonly Lane[], current: { lane: number; task: string } | null, key: string): { lane: number; task: string } | null {
  const first = lanes.findIndex((lane) => lane.bars.length)
  if (first < 0) return null
  if (!current) return { lane: first, task: lanes[first]!.bars[0]!.task.id }
  const bars = lanes[current.lane]?.bars ?? []
  const index = bars.findIndex((bar) => bar.task.id === current.task)
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const next = bars[index + (key === 'ArrowRight' ? 1 : -1)]
    return next ? { lane: current.lane, task: next.task.id } : current
  }
  const way = key === 'ArrowDown' ? 1 : -1
  for (let lane = current.lane + way; lane >= 0 && lane < lanes.length; lane += way) {
    const others = lanes[lane]!.bars
    if (!others.length) continue
    const start = bars[index]?.start ?? 0
    const nearest = others.reduce((best, bar) => (Math.abs(bar.start - start) < Math.abs(best.start - start) ? bar : best))
    return { lane, task: nearest.task.id }
  }
  return current
}

/** What a machine does next: unfinished tasks in order of time. */
export function queue(lane: Lane, now: number, most: number): GanttBar[] {
  return lane.bars.filter((bar) => bar.end > now).slice(0, most)
}

const TONES = 10

/** A tone a name: different for the first ten names in order, then over again; nothing has none. */
export function tonesOf(names: Iterable<string | null | undefined>): Map<string, number> {
  const sorted = [...new Set([...names].filter((name) => !!name) as string[])].sort((a, b) => a.localeCompare(b, 'zh'))
  return new Map(sorted.map((name, index) => [name, index % TONES]))
}
