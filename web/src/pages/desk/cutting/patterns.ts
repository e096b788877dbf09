/** Patterns already fetched, so that a drawing seen small is there at once when it is opened. They never change. */

import { api } from '@/api/client'
import type { DeskPattern } from '@/api/types/desk'

const MOST = 300
const kept = new Map<string, Promise<DeskPattern>>()

export function loadPattern(id: string): Promise<DeskPattern> {
  const known = kept.get(id)
  if (known) return known
  const asked = api.get<DeskPattern>(`/patterns/${id}`)
  kept.set(id, asked)
  asked.catch(() => kept.delete(id))
  if (kept.size > MOST) kept.delete(kept.keys().next().value!)
  return asked
}
