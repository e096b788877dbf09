/** Shapes of /api/v1: the pulse (docs/api.md). */

import type { Day, Instant, Names } from './common'
import type { Outlook } from './planning'

export type MachineState = 'WORKING' | 'READY' | 'STANDBY' | 'ERROR' | 'OFFLINE' | 'UNKNOWN'

export interface StateSpan {
  start: Instant
  end: Instant
  state: MachineState
}

export interface Machine {
  id: string
  code: string
  name: string
  work_centre: string
  state: MachineState
  mode: string | null
  reason: string | Names | null
  since: Instant | null
  last_seen_at: Instant | null
  good_today: number
  scrap_today: number
  piece: string | null
}

export interface BoardMachine {
  id: string
  code: string
  name: string
  work_centre: string
  state: MachineState
  since: Instant | null
  good_today: number
  scrap_today: number
  piece: string | null
  ribbon: StateSpan[]
  permille: number | null
}

export interface Board {
  now: Instant
  day: Day
  shift: { name: string | Names; start: Instant; end: Instant } | null
  made_today: number
  due_today: number
  due_today_made: number
  overdue: number
  forecast: { low: number; expected: number; high: number; until: Instant } | null
  machines: BoardMachine[]
  late: Outlook[]
  late_count: number
  packages: { closed_today: number; shipped_today: number; open: number }
  orders: { open: number; released: number; planned: number }
}

export type FactNumber = 'made_today' | 'due_today' | 'overdue' | 'forecast' | 'packages_closed' | 'packages_shipped' | 'packages_open' | 'orders_open' | 'orders_released' | 'orders_planned' | 'late'

export interface Facts {
  number: FactNumber
  value: number | null
  text: Names
  rows: Record<string, unknown>[]
  columns: { key: string; zh: string; en: string }[]
}

export interface MachineDay {
  machine: Machine | BoardMachine
  day: Day
  intervals: (StateSpan & { mode: string | null; reason: string | Names | null })[]
  milliseconds: Partial<Record<MachineState, number>>
  good: number
  scrap: number
  events: {
    ts: Instant
    received_at: Instant
    state: MachineState | null
    good: number | null
    scrap: number | null
    piece: string | null
    late_ms: number
  }[]
  availability: { apt_ms: number; pbt_ms: number; permille: number | null }
  profile: string
}

export type Topic =
  | 'orders' | 'imports' | 'plans' | 'pieces' | 'packages' | 'shipments' | 'machines' | 'jobs' | 'board' | 'templates'
