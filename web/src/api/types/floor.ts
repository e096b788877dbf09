/** Shapes of /api/v1: floor, packing, shipping (docs/api.md). */

import type { Day, Instant, Names } from './common'
import type { Part } from './orders'
import type { Lot } from './planning'

export type PieceStatus =
  | 'planned' | 'in_process' | 'assembled' | 'ready' | 'packed' | 'shipped' | 'scrapped' | 'cancelled'
export type PackageStatus = 'open' | 'closed' | 'loaded' | 'shipped' | 'cancelled'
export type ShipmentStatus = 'loading' | 'left' | 'cancelled'
export type Verdict = 'ok' | 'wrong' | 'duplicate' | 'unknown' | 'blocked'
export type Colour = 'green' | 'yellow' | 'red'
export type Tone = 'ok' | 'warn' | 'error'

export interface Station {
  id: string
  code: string
  name: string
  operation: string
  machine_id: string | null
}

export interface PackageItem {
  code: string
  kind: 'piece' | 'hardware'
  name_zh: string
  name_en: string
  size: string | null
  status: string
  packed_at: Instant | null
}

export interface Package {
  code: string
  order_id: string
  order_no: string
  unit_label: string | null
  pack_group: string
  k: number | null
  n: number | null
  status: PackageStatus
  weight_g: number | null
  closed_at: Instant | null
  items: PackageItem[]
  missing: number
  /** Pieces of other packages that were scanned here and not taken out yet: it cannot close. */
  strays?: string[]
  shipment_code?: string | null
}

export interface ScanPrint {
  kind: string
  url: string
}

export interface ScanRequest {
  station_id: string
  text: string
  client_event: string
  happened_at: Instant
  shipment_code?: string
}

export interface ScanPiece {
  code: string
  name_zh?: string
  name_en?: string
  size?: string | null
  label?: string | null
  status?: string
  [key: string]: unknown
}

export interface ScanAnswer {
  verdict: Verdict
  reason: string | null
  message: Names
  colour: Colour
  tone: Tone
  code: string | null
  piece: ScanPiece | null
  package: Package | null
  order: { id: string; no: string } | null
  counts: { done: number; left: number } | null
  print: ScanPrint[]
  happened_at?: Instant
}

export interface StationWork {
  station: Station
  lot: Lot | null
  pattern: { id: string; no: number | string; board_code: string } | null
  next: { code: string; name?: string; name_zh?: string; name_en?: string; size: string | null; label: string | null }[]
  left: number | null
  done_today: number
  last: ScanAnswer[]
  packages?: Package[]
}

export interface PieceLife {
  code: string
  status: PieceStatus
  route: string[]
  step: number
  part: Part
  order: { id: string; no: string; customer?: string | null; due_on?: Day | null }
  unit: { id: string; label: string } | null
  lot_no: string | null
  pattern_id: string | null
  package_code: string | null
  into_code: string | null
  members: (string | { code: string; name_zh?: string; name_en?: string; status?: string })[]
  remake_of?: string | null
  remade_as?: string | null
  events: PieceEvent[]
}

export interface PieceEvent {
  happened_at: Instant
  received_at?: Instant
  code?: string
  action?: string | null
  message?: Names | null
  station: string | null
  person: string | null
  verdict: Verdict
  reason: string | null
}

export interface Shipment {
  code: string
  lorry: string
  driver: string | null
  status: ShipmentStatus
  created_at: Instant
  left_at: Instant | null
  override_reason?: string | null
  orders: { order_id: string; no: string; n: number; loaded: number; missing: string[] }[]
  packages: { code: string; order_no?: string; order_id?: string; k?: number | null; n?: number | null; status?: string; unit_label?: string | null }[]
}
