/** Shapes of the template desk: drafts, try-outs, replays, comparisons. */

import type { Finding, Names } from './common'
import type { Job } from './planning'

/** A place in a template's document: section, row, and the way into the row. */
export type DocPath = (string | number)[]
export type DocRow = Record<string, unknown>

export interface TemplateDocument {
  code: string
  version: number
  name: Names
  also?: string[]
  note?: Names | string | null
  materials?: number | null
  [section: string]: unknown
}

export interface DraftEdit {
  act: 'set' | 'insert' | 'remove' | 'move'
  path: DocPath
  value?: unknown
  to?: number
}

export interface DraftHead {
  id: string
  code: string
  from_code: string | null
  from_version: number | null
  status: 'open' | 'published' | 'discarded'
  revision: number
  turn: number
  changed_at: string
  changed_by_name: string
  published_version: number | null
}

export interface DraftBrief extends DraftHead {
  name: Names | null
}

export interface CellFinding extends Finding {
  places: DocPath[]
}

export interface ExampleResult {
  name: string
  green: boolean
  differences: { what: string; expected: string; got: string }[]
}

/** A name that may stand in a formula. */
export interface FormulaName {
  name: string
  zh: string
  unit: string
  kind: string
  owner: string | null
}

export interface DraftPage {
  draft: DraftHead & { undo: Names | null; redo: Names | null; newest: number | null }
  document: TemplateDocument
  ready: boolean
  compiles: boolean
  findings: CellFinding[]
  examples: ExampleResult[]
  names: FormulaName[]
  functions: string[]
  choices: { material: string[]; parameters: Record<string, { code: string; label: Names }[]> }
  replay: Replay | null
}

export interface DraftStanding {
  draft: Pick<DraftHead, 'id' | 'code' | 'status' | 'revision' | 'turn'>
}

export interface TriedPart {
  row_key: string
  name_zh: string
  name_en: string
  role: string
  qty_per_unit: number
  length: number
  width: number
  thickness: number
  cut_length: number
  cut_width: number
  grain: string
  edges: Record<string, number>
  material_code: string
  weight_g: number
}

export interface TriedHardware {
  row_key: string
  name_zh: string
  name_en: string
  item: string
  unit: string
  qty_per_unit: number
}


export interface DrawingViewData {
  name: string
  title: Names
  width: number
  height: number
  svg: Names
}

export interface TryOut {
  made: boolean
  inputs: Record<string, unknown>
  values: Record<string, { zh: string; en: string; unit: string; wrong?: Names }>
  parts: TriedPart[]
  hardware: TriedHardware[]
  findings: Finding[]
  drawing?: { title: Names; views: DrawingViewData[] } | null
}

export interface ReplayGroup {
  sheet: 'parts' | 'hardware' | 'findings'
  row_key: string
  name: Names
  field: string
  before: unknown
  after: unknown
  delta: number | null
  kind: 'fails' | 'removed' | 'added' | 'size' | 'made'
  count: number
  lowest: number | null
  highest: number | null
}

export interface Replay {
  id: string
  draft_id: string
  revision: number
  against_code: string
  against_version: number
  created_at: string
  lines: number
  summary: { lines: number; same: number; changed: number; fails: number; made: number; stopped: number; groups: ReplayGroup[] }
}

export interface ReplayLine {
  place: number
  order_id: string
  order_no: string
  order_line_id: string
  line_no: number
  position: string | null
  kind: string
  changes: Omit<ReplayGroup, 'kind' | 'count' | 'lowest' | 'highest'>[]
}

export interface ReplayStart {
  replay_id: string | null
  job: Job | null
}

export interface ComparedRow {
  section: string
  kind: 'added' | 'removed' | 'changed' | 'moved'
  key: string | null
  label: Names | string | null
  fields: { path: DocPath; before: unknown; after: unknown }[]
}

export interface Comparison {
  code: string | null
  version: number | null
  rows: ComparedRow[]
}

export interface TemplateVersion {
  version: number
  status: string
  published_at: string
  published_by: string | null
  note: string | null
}
