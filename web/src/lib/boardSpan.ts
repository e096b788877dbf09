/** Which stretch of time the ribbons of the board show. */

import type { Board } from '@/api/types'

import { zoneOffset } from './ribbon'

const HOUR_MS = 3_600_000
// Early in the morning a minute must not fill the line.
const LEAST_MS = 4 * HOUR_MS
const DAY_MS = 24 * HOUR_MS

export interface Span {
  from: string
  to: string
}

function span(from: number, to: number): Span {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** The factory's calendar day, midnight to midnight. */
export function daySpan(day: string, zone: string): Span {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const from = utc - zoneOffset(utc, zone) * 60_000
  return span(from, from + DAY_MS)
}

/** Whole hours from when the first machine woke up (or the shift began) to the end of the shift, at least to now and four hours. */
export function workSpan(board: Board, zone: string): Span {
  const day = daySpan(board.day, zone)
  const awake = board.machines.flatMap((machine) => machine.ribbon.filter(({ state }) => state !== 'OFFLINE' && state !== 'UNKNOWN').map(({ start }) => Date.parse(start)))
  const starts = [...awake, ...(board.shift ? [Date.parse(board.shift.start)] : [])].filter((at) => at >= Date.parse(day.from))
  if (!starts.length) return day
  const now = Date.parse(board.now)
  const from = Math.floor(starts.reduce((a, b) => Math.min(a, b)) / HOUR_MS) * HOUR_MS
  const to = Math.ceil(Math.max(now, from + LEAST_MS, board.shift ? Date.parse(board.shift.end) : 0) / HOUR_MS) * HOUR_MS
  return span(from, to)
}
