/** A cutting pattern on the screen: the board's corner lies lower left, so y is turned over; a turned drawing stands upright. */

import type { Cut, DrawnRect } from '@/api/types/desk'

import type { Size } from './viewport'

export interface Box extends Size {
  x: number
  y: number
}

export interface Line {
  x1: number
  y1: number
  x2: number
  y2: number
}

type Sheet = { length: number; width: number }

/** The board's size on the screen. */
export function sheetSize(sheet: Sheet, turned = false): Size {
  return turned ? { width: sheet.width, height: sheet.length } : { width: sheet.length, height: sheet.width }
}

/** A rectangle of the board on the screen; turned by a right angle clockwise, its length runs downwards. */
export function place(rect: { x: number; y: number; length: number; width: number }, sheet: Sheet, turned = false): Box {
  return turned
    ? { x: rect.y, y: rect.x, width: rect.width, height: rect.length }
    : { x: rect.x, y: sheet.width - rect.y - rect.width, width: rect.length, height: rect.width }
}

export function placeLine(cut: Line, sheet: Sheet, turned = false): Line {
  return turned
    ? { x1: cut.y1, y1: cut.x1, x2: cut.y2, y2: cut.x2 }
    : { x1: cut.x1, y1: sheet.width - cut.y1, x2: cut.x2, y2: sheet.width - cut.y2 }
}

/** The part of a box that is in sight; the box itself when none of it is. */
export function inSight(box: Box, view: Box): Box {
  const x = Math.max(box.x, view.x)
  const y = Math.max(box.y, view.y)
  const width = Math.min(box.x + box.width, view.x + view.width) - x
  const height = Math.min(box.y + box.height, view.y + view.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : box
}

export interface Lettering {
  size: number
  upright: boolean
}

// A Chinese character is as wide as high, a Latin letter or digit a little over half of that.
function widthOf(text: string): number {
  let units = 0
  for (const character of text) units += character.charCodeAt(0) > 255 ? 1 : 0.58
  return units
}

/** Letter height for lines of text inside a box, along its longer side; null when they would be smaller than `least`. */
export function letter(box: Size, lines: string[], most: number, least: number): Lettering | null {
  const upright = box.height > box.width * 1.2
  const [along, across] = upright ? [box.height, box.width] : [box.width, box.height]
  const longest = Math.max(1, ...lines.map(widthOf))
  const size = Math.min(most, (along * 0.9) / longest, (across * 0.86) / (lines.length * 1.25))
  return size < least ? null : { size, upright }
}

/** Whether the grain of a placed part runs along the screen's x axis; null without grain. */
export function grainAlongX(rect: Pick<DrawnRect, 'grain' | 'turned'>, turnedDrawing: boolean): boolean | null {
  if (rect.grain !== 'length' && rect.grain !== 'width') return null
  const alongLength = (rect.grain === 'length') !== (rect.turned ?? false)
  return alongLength !== turnedDrawing
}

/** The cuts in the order they are made. */
export function inOrder(cuts: readonly Cut[]): Cut[] {
  return [...cuts].sort((a, b) => a.seq - b.seq)
}

const SLACK = 1

/** A cut along the board's length lies at one y; one across it at one x. */
function alongLength(cut: Cut): boolean {
  return Math.abs(cut.y1 - cut.y2) <= Math.abs(cut.x1 - cut.x2)
}

export interface Region {
  x: number
  y: number
  length: number
  width: number
}

/**
 * What a cut takes off, and what the saw's stop is set to for it (0.1 mm): from the cut back to the edge of what lies on the
 * saw table, that is where the material after the last cut before it (or after the board's edge) begins.
 */
export function cutOff(cut: Cut, cuts: readonly Cut[], rects: readonly DrawnRect[]): { measure: number; region: Region } {
  const lengthwise = alongLength(cut)
  const at = lengthwise ? cut.y1 : cut.x1
  const [from, to] = lengthwise ? [Math.min(cut.x1, cut.x2), Math.max(cut.x1, cut.x2)] : [Math.min(cut.y1, cut.y2), Math.max(cut.y1, cut.y2)]
  let floor = 0
  for (const other of cuts) {
    if (other.seq >= cut.seq || alongLength(other) !== lengthwise) continue
    const place = lengthwise ? other.y1 : other.x1
    const ends = lengthwise ? [other.x1, other.x2] : [other.y1, other.y2]
    const covers = Math.min(...ends) <= from + SLACK && Math.max(...ends) >= to - SLACK
    if (covers && place < at) floor = Math.max(floor, place)
  }
  let begin = at
  for (const rect of rects) {
    const [side, low, high] = lengthwise ? [rect.x, rect.y, rect.x + rect.length] : [rect.y, rect.x, rect.y + rect.width]
    if (side >= to - SLACK || high <= from + SLACK) continue
    if (low >= floor - SLACK && low < at) begin = Math.min(begin, low)
  }
  const region = lengthwise ? { x: from, y: begin, length: to - from, width: at - begin } : { x: begin, y: from, length: at - begin, width: to - from }
  return { measure: at - begin, region }
}

export interface CutStep {
  cut: Cut
  /** Counted from 1. */
  number: number
  /** Runs along the board's length (纵切) or across it (横切). */
  lengthwise: boolean
  measure: number
  region: Region
  /** What this cut sets free, if it is a rectangle of its own. */
  frees: DrawnRect | null
}

/** Cut by cut, as a sawyer works: where the stop stands, which way the saw runs, what comes free. */
export function cutSteps(cuts: readonly Cut[], rects: readonly DrawnRect[]): CutStep[] {
  const bySeq = new Map(rects.filter((rect) => rect.seq !== null).map((rect) => [rect.seq, rect]))
  return inOrder(cuts).map((cut, index) => ({
    cut,
    number: index + 1,
    lengthwise: alongLength(cut),
    ...cutOff(cut, cuts, rects),
    frees: bySeq.get(cut.seq) ?? null,
  }))
}

export interface PieceCount {
  key: string
  name: string
  label: string
  order_no: string
  codes: string[]
  rects: number[]
}

/** Parts of a pattern by order and name, each with its rectangles: for the list beside the drawing. */
export function partRows(rects: readonly DrawnRect[]): PieceCount[] {
  const rows = new Map<string, PieceCount>()
  rects.forEach((rect, index) => {
    if (rect.kind !== 'part') return
    const key = [rect.order_no, rect.name, rect.label].join('|')
    const row = rows.get(key) ?? { key, name: rect.name ?? '', label: rect.label ?? '', order_no: rect.order_no ?? '', codes: [], rects: [] }
    row.codes.push(...(rect.codes?.length ? rect.codes : rect.code ? [rect.code] : []))
    row.rects.push(index)
    rows.set(key, row)
  })
  return [...rows.values()].sort((a, b) => a.order_no.localeCompare(b.order_no) || a.name.localeCompare(b.name))
}
