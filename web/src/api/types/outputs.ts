/** Files for machines and purchase demand. */

import type { Finding, Names } from './common'

export interface MachineProfile {
  code: string
  version: number
  name: Names
  files: string[]
  accepted_by: string
  note: Names | null
  own: boolean
}

export interface MachineFiles {
  profile: string
  name: Names
  accepted_by: string
  warning: Names | null
  files: { name: string; bytes: number | null }[]
  findings: Finding[]
  ready: boolean
}

export interface DemandList {
  name: string
  columns: { title: string; kind: string }[]
  rows: string[][]
}

export interface Demand {
  title: string
  orders: string[]
  rules: { band_per_side: number; band_extra: number; board_yield: number }
  lists: DemandList[]
  findings: Finding[]
}

/** What there is to see of a line, a part or a piece: views, and sheets of paper in their order. */
export interface DrawingShape {
  title: Names
  about: Names
  views: { name: string; title: Names; width: number; height: number }[]
  sheets: { no: number; name: string; title: Names; scale: string }[]
}
