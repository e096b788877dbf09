/** What somebody wants explained, and where its explanation is asked for. */

import { shallowRef, ref } from 'vue'

import { api } from '@/api/client'
import type { DeskExplanation } from '@/api/types/desk'

export interface Asked {
  title: string
  load: (signal: AbortSignal) => Promise<DeskExplanation>
}

/** A value of a part of an order: "length", "edge_front", "qty_per_unit" … */
export function partValue(partId: string, value: string, title: string): Asked {
  return { title, load: (signal) => api.get<DeskExplanation>(`/parts/${partId}/explain`, { value }, { signal }) }
}

/** How many of a hardware item a line needs. */
export function hardwareValue(hardwareId: string, title: string): Asked {
  return { title, load: (signal) => api.get<DeskExplanation>(`/hardware/${hardwareId}/explain`, undefined, { signal }) }
}

/** The sheet of a page: what it shows, and whether it is open. */
export function useAsked() {
  const asked = shallowRef<Asked | null>(null)
  const open = ref(false)
  function ask(next: Asked): void {
    asked.value = next
    open.value = true
  }
  return { asked, open, ask }
}
