/** Shapes of /api/v1: the order desk (docs/api.md). */

import type { Day, Finding, Instant, Names } from './common'
import type { Reason } from './planning'
import type { PieceStatus } from './floor'

export type OrderStatus = 'new' | 'released' | 'planned' | 'in_production' | 'packed' | 'shipped' | 'cancelled'

export interface ImportCell {
  text: string
  value: unknown
  cell: string
}

export interface ImportLine {
  row: number
  line_no: number
  template_code: string | null
  quantity: number | null
  due_on: Day | null
  position: string | null
  cells: Record<string, ImportCell>
}

export interface ImportOrder {
  no: string
  customer: string | null
  phone: string | null
  address: string | null
  ordered_on: Day | null
  due_on: Day | null
  remark: string | null
  lines: ImportLine[]
}

export interface Import {
  id: string
  file_name: string
  profile: string
  status: string
  created_at: Instant
  sheet: string | null
  columns: { letter: string; heading: string; field: string | null; suggestion: string | null }[]
  fields: { field: string; zh: string; en: string; required: boolean }[]
  orders: ImportOrder[]
  findings: Finding[]
  counts: { orders: number; lines: number; units: number; stops: number; warns: number }
  order_ids: string[]
  duplicate_of: { order_id: string; no: string } | null
}

export interface Order {
  id: string
  no: string
  customer: string | null
  phone: string | null
  address: string | null
  ordered_on: Day | null
  due_on: Day | null
  status: OrderStatus
  priority: number
  remark: string | null
  lines_count: number
  units: number
  units_made: number
  late_seconds: number | null
  /** What the order file said above its table that no field takes. */
  extra?: Record<string, string>
  created_at: Instant
}

export interface OrderLine {
  id: string
  line_no: number
  template_code: string
  template_name: Names
  position: string | null
  quantity: number
  due_on: Day | null
  params: Record<string, unknown>
  source: { row: number; cells: Record<string, unknown>; extra?: Record<string, string>; raw?: Record<string, string> }
  remark: string | null
}

export interface SplitSummary {
  split_run_id: string
  lines: number
  units: number
  part_rows: number
  pieces: number
  hardware_rows: number
  packages: number
  findings: Finding[]
}

export interface OrderDetail extends Order {
  lines: OrderLine[]
  split: SplitSummary | null
  outlook: { due_on: Day; finish_at: Instant; late_seconds: number; reason: Reason | null }[]
  packages: { n: number; closed: number; shipped: number }
}

export interface Part {
  id: string
  order_line_id: string
  line_no: number
  row_key: string
  role: string
  name_zh: string
  name_en: string
  qty_per_unit: number
  length: number
  width: number
  thickness: number
  cut_length: number
  cut_width: number
  grain: string
  /** Thickness of the edge band on each side, 0.1 mm; 0 for a bare side. */
  edges: { front?: number | null; back?: number | null; left?: number | null; right?: number | null }
  material_code: string | null
  colour: string | null
  route: string[]
  pack_group: string
  into_role: string | null
  weight_g: number | null
}

export interface Hardware {
  id?: string
  order_line_id?: string
  line_no?: number
  code?: string
  name_zh: string
  name_en: string
  qty_per_unit?: number
  quantity?: number
  unit?: string
  [key: string]: unknown
}

export interface PieceRow {
  code: string
  part_spec_id: string
  unit_id: string
  name_zh: string
  name_en: string
  status: PieceStatus
  step: number
  route: string[]
  package_code: string | null
}

export interface UnitRow {
  id: string
  label: string
  order_line_id: string
  due_on: Day | null
  made_at: Instant | null
}

export interface Explanation {
  name: string
  value: number
  unit: string
  template: { code: string; version: number | string }
  steps: {
    name: string
    label_zh: string
    label_en: string
    formula: string
    value: unknown
    unit: string
    inputs: { name: string; value: unknown; unit: string; kind: 'parameter' | 'constant' | 'value' | 'lookup'; cell?: string; note?: string }[]
  }[]
}
