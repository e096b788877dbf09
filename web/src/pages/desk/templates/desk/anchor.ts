/** Edits made on an older state of a draft, put where their rows stand now. Pure. */

import type { DraftEdit, TemplateDocument } from '@/api/types/templates'

import { keyOf, rowsOf, SECTIONS, type Section } from './columns'

export interface Anchored {
  edits: DraftEdit[]
  /** Edits whose row somebody has taken away meanwhile. */
  lost: number
}

export function reanchor(edits: readonly DraftEdit[], before: TemplateDocument, now: TemplateDocument): Anchored {
  const kept: DraftEdit[] = []
  for (const edit of edits) {
    const [section, at, ...rest] = edit.path
    if (!SECTIONS.includes(section as Section) || typeof at !== 'number') {
      kept.push(edit)
      continue
    }
    const own = section as Section
    const key = keyOf(own, rowsOf(before, own)[at])
    const rows = rowsOf(now, own)
    if (edit.act === 'insert' && !rest.length) kept.push({ ...edit, path: [own, Math.min(at, rows.length)] })
    else if (key === null && at < rows.length) kept.push(edit)
    else {
      const place = rows.findIndex((row) => keyOf(own, row) === key)
      if (place >= 0) kept.push({ ...edit, path: [own, place, ...rest], ...(edit.to === undefined ? {} : { to: Math.min(edit.to, rows.length - 1) }) })
    }
  }
  return { edits: kept, lost: edits.length - kept.length }
}

/** The document after the edits, so that the sheet shows them before the server has answered. */
export function applied(document: TemplateDocument, edits: readonly DraftEdit[]): TemplateDocument {
  const copy = structuredClone(document)
  for (const edit of edits) applyOne(copy, edit)
  return copy
}

function applyOne(document: Record<string, unknown>, edit: DraftEdit): void {
  let place = document as Record<string | number, unknown>
  for (const step of edit.path.slice(0, -1)) {
    place[step] ??= place === document ? [] : {}
    place = place[step] as Record<string | number, unknown>
  }
  const last = edit.path.at(-1)!
  if (edit.act === 'set') {
    if (edit.value === null && !Array.isArray(place)) delete place[last]
    else place[last] = edit.value
    return
  }
  const rows = place as unknown as unknown[]
  const at = Number(last)
  if (edit.act === 'insert') rows.splice(at, 0, edit.value)
  else if (edit.act === 'remove') rows.splice(at, 1)
  else if (edit.to !== undefined) rows.splice(edit.to, 0, ...rows.splice(at, 1))
}
