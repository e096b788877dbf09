/** Shapes of the order desk beyond orders and imports: quotes, price lists, changes, remakes, attachments, profiles. Money in fen. */

import type { Day, Finding, Instant, Names } from './common'
import type { DraftField, DraftOrder, DraftColumn, ProfileChoice } from './desk'

export interface Attachment {
  id: string
  line_no: number | null
  sha256: string
  name: string
  note: string | null
  added_at: Instant
  added_by_name: string
  size: number
  media: string
  has_thumb: boolean
}

export interface PriceItem {
  rule: string | null
  label: Names
  thousandths: number
  unit: string
  price_fen: number
  amount_fen: number
  why: Names
  discountable: boolean
}

export interface QuoteLine {
  line_id: string
  line_no: number
  position: string
  product: Names
  size: string
  quantity: number
  unit_fen: number
  total_fen: number
  items: PriceItem[]
  findings: Finding[]
}

/** An order priced on trial. */
export interface Priced {
  price_code: string
  price_version: number
  price_name: Names
  lines: QuoteLine[]
  extras: PriceItem[]
  discount_points: number
  goods_fen: number
  extras_fen: number
  discount_fen: number
  total_fen: number
}

export interface Quote extends Priced {
  id: string
  version: number
  remark: string | null
  created_at: Instant
  created_by_name: string
}

export interface ExtraIn {
  label: string
  thousandths: number
  unit: string
  price_fen: number
}

export interface PriceListBrief {
  code: string
  version: number
  name: Names
  dealers: string[]
  valid_from: Day | null
  discount_points: number
  rules: number
  extras: number
  examples: number
  red: Finding[]
  published_at: Instant
}

/** A rule as the file writes it: amounts in yuan, lengths in mm, areas in m². */
export interface RuleData {
  id: string
  label: Names | string
  when?: Record<string, (string | number)[] | string>
  method: string
  price?: number | string
  measure?: string
  bands?: { up_to?: number | string; price: number | string }[]
  least?: number | string
  round_to?: number | string
  standard?: Record<string, number | string>
  surcharges?: { over: string; above: number | string; every?: number | string; price: number | string; label: Names | string }[]
  discountable?: boolean
}

export interface PriceData {
  code: string
  name: Names | string
  dealers?: string[]
  valid_from?: string | null
  discount_percent?: number | string
  rules: RuleData[]
  extras?: RuleData[]
  examples?: { name: string; inputs: Record<string, string | number>; amount: number | string }[]
}

export interface PriceListView extends PriceListBrief {
  body: string
  data: PriceData
  versions: { version: number; published_at: Instant }[]
}

export interface PriceTrial {
  body: string
  faults: Finding[]
  examples: { name: string; want_fen: number; got_fen: number | null; green: boolean; items: PriceItem[]; findings: Finding[] }[]
}

export interface PromiseView {
  due_on: Day | null
  basis: 'plan' | 'trial' | 'done' | 'none'
  finish_at: Instant | null
  late_seconds: number | null
  earliest_at?: Instant | null
  ahead?: { lots: number; pieces: number; orders: number }
  reason: Names | null
  chain: { text: Names; seconds?: number }[]
}

export interface DroppedPiece {
  code: string
  name: Names
  size: [number, number, number]
  material: string | null
  /** Last operation done. */
  done: string | null
  status: string
  in_lot: boolean
  package: string | null
}

export interface ChangeEffect {
  kept: number
  kept_begun: number
  dropped: DroppedPiece[]
  made: number
  packages_made: string[]
  packages_cancelled: string[]
}

export interface ChangedLine {
  line_no: number
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  changed: string[]
}

export interface ChangeTrial {
  in_window: boolean
  lines: ChangedLine[]
  effect: ChangeEffect
}

export interface OrderChange extends ChangeTrial {
  id: string
  no: number
  reason: string
  charge_fen: number | null
  made_at: Instant
  made_by_name: string
}

export interface ChangeWindow {
  ends_at: Instant
  open: boolean
  rush: boolean
  hours: number
  late_charge_fen: number
  changeable: boolean
}

export interface Remake {
  id: string
  no: number
  reason_name: Names | null
  station_name: Names | null
  bearer_name: Names | null
  note: string | null
  pieces: { old: string; new: string; name: Names; line_no: number }[]
  new_order_id: string | null
  made_at: Instant
  made_by_name: string
}

export interface Word {
  code: string
  name: Names
}

export interface RemakesView {
  remakes: Remake[]
  reasons: Word[]
  stations: Word[]
  bearers: Word[]
}

export interface ProfileBrief {
  id: string
  name: Names
  kind: string
  layout: string
  source: 'own' | 'builtin'
  version: number
  fields: number
  taught: { column: string; field: string }[]
}

export interface ProfileView extends ProfileBrief {
  body: string
  columns: { field: string; label: Names; level: string; type: string; required: boolean; aliases: string[]; values: { value: string; words: string[] }[] }[]
}

export interface ProfileTrial {
  profile: string
  profile_name: Names
  file_name: string
  choices: ProfileChoice[]
  columns: DraftColumn[]
  fields: DraftField[]
  orders: DraftOrder[]
  findings: Finding[]
  kept_columns: string[]
  counts: { orders: number; lines: number; units: number; stops: number; warns: number }
}
