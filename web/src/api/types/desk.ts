/** Shapes only desk pages use, beside those of docs/api.md in `../types`. */

import type { Import, ImportLine, ImportOrder, Instant, Names, Offcut, Task } from '../types'

/** A line of a preview also knows its sheet, its parameters and the columns that were kept without a meaning. */
export interface DraftLine extends ImportLine {
  sheet?: string | null
  remark?: string | null
  params?: Record<string, unknown>
  extra?: Record<string, string>
}

export interface DraftOrder extends Omit<ImportOrder, 'lines'> {
  lines: DraftLine[]
}

export interface DraftColumn {
  sheet?: string | null
  letter: string
  heading: string
  field: string | null
  suggestion: string | null
  suggestions?: string[]
}

export interface DraftField {
  field: string
  zh: string
  en: string
  required: boolean
}

/** A profile a file could be read by, with how well it fits and why. */
export interface ProfileChoice {
  profile: string
  name: Names
  score: number
  why: Names
}

export interface DeskImport extends Omit<Import, 'orders' | 'columns'> {
  columns: DraftColumn[]
  orders: DraftOrder[]
  notes?: string[]
  profile_name?: Names
  choices?: ProfileChoice[]
  /** Acts of correction that can be taken back. */
  edits_count: number
}

/** Figures of a plan run; only of the lots this run made where a number is about boards. */
export interface PlanFigures {
  lots: number
  new_lots: number
  pieces: number
  sheets: number
  bound_sheets: number
  cost_fen: number
  yield_permille: number | null
  offcut_area: number
  cuts: number
  patterns: number
  schedule?: { makespan: number; late_orders: number; tardiness: number; setups: number; setup_seconds: number; rule: string }
  machines?: { machine_id: string; busy: number; open: number; setup: number }[]
}

/** Figures of one lot's cut plan: areas in 0.01 mm², `waste` and `gap` in hundredths of a per cent. */
export interface CutFigures {
  sheets: number
  whole_sheets: number
  sheet_area: number
  used_area: number
  offcut_area: number
  largest_offcut: number
  waste_area: number
  waste: number
  cost: number
  cost_bound: number
  patterns: number
  cuts: number
  cut_length: number
  bound: number
  gap: number
  optimal: boolean
}

export interface Cut {
  seq: number
  level: number
  direction: string
  x1: number
  y1: number
  x2: number
  y2: number
  frees?: string
}

export interface DrawnRect {
  x: number
  y: number
  length: number
  width: number
  kind: 'part' | 'offcut' | 'waste' | 'trim'
  label: string | null
  code: string | null
  codes?: string[]
  name: string | null
  order_no: string | null
  grain: string | null
  turned?: boolean
  seq: number | null
}

export interface DeskPattern {
  id: string
  no: number | string
  lot_id: string
  board_code: string
  run_qty?: number
  sawn_at?: Instant | null
  length: number
  width: number
  geometry: { rects: DrawnRect[]; cuts: Cut[]; grain?: string; run?: number }
}

export type DeskTask = Task & { material_code?: string | null; locked?: boolean }

export interface ExplainInput {
  name: string
  label_zh?: string
  label_en?: string
  value: unknown
  /** The value in English where it is a word. */
  value_en?: unknown
  unit: string
  kind: 'parameter' | 'constant' | 'value' | 'lookup'
  cell?: string | null
  /** Where the order says it. */
  where?: ExplainPlace
  note?: string | Names | null
}

/** A place in what the customer gave: import file, sheet, row, column, cell, and the text that stood there. */
export interface ExplainPlace {
  import_id?: string
  file?: string
  sheet?: string
  row?: number
  column?: string
  cell?: string
  raw?: string
  /** Typed over on the import page. */
  typed?: boolean
  order_no?: string
  line_no?: number
}

export interface ExplainStep {
  name: string
  label_zh: string
  label_en: string
  formula: string
  formula_en?: string
  value: unknown
  unit: string
  inputs: ExplainInput[]
  filled?: string | Names | null
  because?: (string | Names)[]
  note?: string | Names | null
  /** The formula as it is written in the template. */
  written?: string | null
  value_en?: unknown
  /** Why there is no value. */
  wrong?: string | Names | null
}

export interface DeskExplanation {
  name: string
  value: unknown
  unit: string
  label?: Names
  value_en?: unknown
  template: { code: string; version: number | string; name?: Names }
  steps: ExplainStep[]
}

export interface RackOffcut extends Offcut {
  grain: boolean
  status_name: Names
  origin: string | null
  note: string | null
  in_stock_at: Instant | null
  seen_at: Instant | null
  /** Whole days in the rack. */
  days: number | null
  value: { fen: number | null; steps: { text: Names; fen: number }[] }
}

export interface OffcutStory {
  offcut: RackOffcut
  events: { kind: string; name: Names; happened_at: Instant; person_name: string; place: string | null; reason: string | null }[]
}

export interface Stocktake {
  id: string
  no: string
  place: string | null
  material_code: string | null
  started_at: Instant
  started_by: string
  ended_at: Instant | null
  result: { expected: number; seen: number; missing: string[]; reserved: string[]; found: string[]; moved: string[] } | null
}

export interface StocktakeView {
  stocktake: Stocktake
  expected: { code: string; material_code: string; length: number; width: number; place: string | null; seen: boolean }[]
  counted: number
}

export interface CountAnswer extends StocktakeView {
  verdict: 'seen' | 'again' | 'moved' | 'found' | 'wrong'
  code: string | null
  message: Names
}
