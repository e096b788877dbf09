/** Plans of a lot side by side, as the server compares them. */

import type { Names } from '@/api/types'

export interface PlanFigures {
  sheets: number
  cost: number
  largest_offcut: number
  cuts: number
  patterns: number
  open_orders: number
  gap: number
  optimal: boolean
}

export interface Choice {
  goal: string
  name: Names
  /** Pieces for which the boards do not suffice. */
  waiting: number
  figures: PlanFigures
  patterns: { board_code: string; length: number; width: number; run: number; rects: { x: number; y: number; length: number; width: number; kind: string }[] }[]
}

export interface Compared {
  present: PlanFigures | null
  choices: Choice[]
}

export interface Outline {
  open_patterns: number
  begun_patterns: number
  open_pieces: number
  boards: { code: string; planned: number }[]
  waiting: { code: string; name: Names | string; order_no: string }[]
}

export const COLUMNS = ['sheets', 'cost', 'largest_offcut', 'cuts', 'patterns', 'open_orders', 'gap'] as const
type Column = (typeof COLUMNS)[number]

/** The best figure of each column: the most for the largest rest, the least for all others; none where all are alike. */
export function bestOf(choices: readonly Choice[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {}
  for (const column of COLUMNS) {
    const values = choices.map((one) => one.figures[column])
    const [least, most] = [Math.min(...values), Math.max(...values)]
    if (values.length && least !== most) found[column] = column === 'largest_offcut' ? most : least
  }
  return found
}
