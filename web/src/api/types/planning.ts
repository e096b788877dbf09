/** Shapes of /api/v1: planning and the cutting room (docs/api.md). */

import type { Day, Finding, Instant, Names } from './common'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface Job {
  id: string
  kind: string
  state: JobState | string
  progress: number
  note: Names | null
  result: unknown
  created_at: Instant
  finished_at: Instant | null
}

export interface Lot {
  id: string
  no: string
  kind: string
  material_code: string
  thickness: number
  due_on: Day | null
  pieces: number
  done: number
  area_mm2: number
  status: string
  reason: unknown
  starts_at: Instant | null
  ends_at: Instant | null
}

export interface Task {
  id: string
  lot_id: string
  lot_no: string
  operation: string
  work_centre: string
  machine_id: string | null
  starts_at: Instant
  ends_at: Instant
  setup_seconds: number
  pieces: number
  segments: { start: Instant; end: Instant }[] | [Instant, Instant][]
}

export interface Reason {
  code: string
  text: Names
  chain?: { text: Names; [key: string]: unknown }[]
}

export interface Outlook {
  order_id: string
  no: string
  customer: string | null
  due_on: Day
  finish_at: Instant | null
  late_seconds: number
  units: number
  reason: Reason | null
}

export interface CurrentPlan {
  plan: { id: string; created_at: Instant; figures: Record<string, unknown>; findings: Finding[] } | null
  lots: Lot[]
  late: Outlook[]
  orders_count: number
  late_orders_count: number
  unplanned_orders: number
}

export interface PatternBrief {
  id: string
  no: number | string
  board_code: string
  run_qty: number
  pieces: number
  waste_permille: number
  sawn_at: Instant | null
}

export interface LotDetail extends Lot {
  cut_plan: { id: string; engine: string; figures: Record<string, unknown>; settings: Record<string, unknown> } | null
  patterns: PatternBrief[]
  tasks: Task[]
}

export interface PatternRect {
  x: number
  y: number
  length: number
  width: number
  kind: 'part' | 'offcut' | 'waste' | 'trim'
  label: string | null
  code: string | null
  name: string | null
  order_no: string | null
  grain: string | null
  seq: number | null
}

export interface Pattern {
  id: string
  no: number | string
  lot_id: string
  board_code: string
  length: number
  width: number
  geometry: {
    rects: PatternRect[]
    cuts: { seq: number; level: number; direction: string; x1: number; y1: number; x2: number; y2: number }[]
  }
}

export interface Schedule {
  from: Instant
  to: Instant
  machines: {
    id: string
    code: string
    name: string
    work_centre: string
    tasks: Task[]
    shifts: { start: Instant; end: Instant }[]
  }[]
  waits: Task[]
}

export interface Offcut {
  code: string
  material_code: string
  length: number
  width: number
  thickness: number
  status: string
  place: string | null
  created_at: Instant
}
