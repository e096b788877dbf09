/** Geometry of a state ribbon: spans of machine states laid on a line from one instant to another. */

import type { MachineState, StateSpan } from '@/api/types'

export const STATES: readonly MachineState[] = ['WORKING', 'READY', 'STANDBY', 'ERROR', 'OFFLINE', 'UNKNOWN']

export interface Bar {
  x: number
  width: number
  state: MachineState
  start: number
  end: number
}

export interface Tick {
  x: number
  at: number
}

interface Piece {
  start: number
  end: number
  state: MachineState
}

/** The spans inside [from, to], in order of time, neighbours of one state joined; instants in ms. */
export function clip(spans: readonly StateSpan[], from: number, to: number): Piece[] {
  const inside = spans
    .map((span) => ({ start: Math.max(Date.parse(span.start), from), end: Math.min(Date.parse(span.end), to), state: span.state }))
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start)
  const joined: Piece[] = []
  for (const span of inside) {
    const last = joined.at(-1)
    if (last && last.state === span.state && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else joined.push({ ...span })
  }
  return joined
}

/**
 * Bars on a line `width` units long. A fault is widened to `visible` units, for a minute's stop of a day would be thinner
 * than a hair and yet is what the boss looks for; faults come last, so that they are drawn over their neighbours.
 */
export function bars(spans: readonly StateSpan[], from: number, to: number, width = 1000, visible = 4): Bar[] {
  if (!(to > from)) return []
  const scale = width / (to - from)
  const all = clip(spans, from, to).map((span) => {
    const own = (span.end - span.start) * scale
    const drawn = span.state === 'ERROR' ? Math.max(own, visible) : own
    const x = Math.min((span.start - from) * scale, width - drawn)
    return { x: Math.max(0, x), width: Math.min(drawn, width), state: span.state, start: span.start, end: span.end }
  })
  return [...all.filter((bar) => bar.state !== 'ERROR'), ...all.filter((bar) => bar.state === 'ERROR')]
}

/** Milliseconds in each state within [from, to]; overlapping spans count once, the earlier one wins. */
export function totals(spans: readonly StateSpan[], from: number, to: number): Partial<Record<MachineState, number>> {
  const sums: Partial<Record<MachineState, number>> = {}
  let reached = from
  for (const span of clip(spans, from, to)) {
    const start = Math.max(span.start, reached)
    if (span.end <= start) continue
    sums[span.state] = (sums[span.state] ?? 0) + span.end - start
    reached = span.end
  }
  return sums
}

/** Minutes a zone is ahead of UTC at an instant. */
export function zoneOffset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(at)
  const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'))
  return Math.round((local - Math.floor(at / 1000) * 1000) / 60_000)
}

/** Marks at whole local hours, as many hours apart as keeps them to `most`. */
export function ticks(from: number, to: number, zone: string, width = 1000, most = 7): Tick[] {
  if (!(to > from)) return []
  const hour = 3_600_000
  const step = [1, 2, 3, 4, 6, 12, 24].find((hours) => (to - from) / (hours * hour) <= most) ?? 24
  const shift = zoneOffset(from, zone) * 60_000
  const marks: Tick[] = []
  for (let local = Math.ceil((from + shift) / (step * hour)) * step * hour; local - shift <= to; local += step * hour) {
    marks.push({ x: ((local - shift - from) / (to - from)) * width, at: local - shift })
  }
  return marks
}
