/** Shapes of /api/v1, as written in docs/api.md. Lengths are whole 0.1 mm, weights grams, instants ISO 8601 UTC. */

export interface Names {
  zh: string
  en: string
}

export type Instant = string
export type Day = string
export type Level = 'stop' | 'warn' | 'info'

export interface Where {
  file?: string
  sheet?: string
  row?: number
  column?: string
  cell?: string
  field?: string
}

export interface Finding {
  code: string
  level: Level
  what: Names
  todo: Names
  where?: Where | null
  value?: unknown
}

export interface ErrorBody {
  code: string
  message: Names
  where?: Record<string, unknown>
  findings?: Finding[]
}

// People

export type Role =
  | 'owner' | 'order_clerk' | 'technician' | 'planner' | 'foreman' | 'operator' | 'packer' | 'shipper' | 'admin'
  | 'banker' | 'officer' | 'engineer'

export type Permission =
  | 'access:audit:read' | 'access:people:read' | 'access:self:read'
  | 'factory:board:read' | 'factory:floor:scan' | 'factory:machines:read'
  | 'factory:orders:cancel' | 'factory:orders:import' | 'factory:orders:read' | 'factory:orders:release'
  | 'factory:packing:reopen' | 'factory:papers:print' | 'factory:plans:make' | 'factory:plans:read'
  | 'factory:shipping:override' | 'factory:shipping:ship' | 'factory:templates:read'

export interface Me {
  person: { id: string; login: string; name: string; role: Role; role_name?: Names; language: 'zh' | 'en' }
  tenant: { id: string; code: string; name: string; kind: string; time_zone?: string }
  permissions: Permission[]
  csrf: string
}

export interface AuditEntry {
  at: Instant
  actor_id: string
  actor_name: string
  action: string
  subject_kind: string
  subject_id: string
  before: unknown
  after: unknown
}

// Order desk

export type OrderStatus = 'new' | 'released' | 'planned' | 'in_production' | 'packed' | 'shipped' | 'cancelled'
export type ImportProfile = 'auto' | 'door' | 'panel_list'

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
  source: { row: number; cells: Record<string, unknown> }
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

// Planning and cutting room

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
  outlooks_count: number
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

// Floor, packing, shipping

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

// Pulse

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

export type FactNumber = 'made_today' | 'due_today' | 'overdue' | 'forecast' | 'packages_closed' | 'packages_shipped' | 'late'

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
  | 'orders' | 'imports' | 'plans' | 'pieces' | 'packages' | 'shipments' | 'machines' | 'jobs' | 'board'
