/** A draft as its page works with it: shown at once, sent one change after the other, nobody's change written over. */

import { computed, onScopeDispose, ref, shallowRef, toRaw } from 'vue'

import { api, ApiError } from '@/api/client'
import type { Names } from '@/api/types'
import type { DraftEdit, DraftPage, DraftStanding } from '@/api/types/templates'
import { useLive } from '@/stores/live'
import { useNotices } from '@/stores/notices'

import { applied, reanchor } from './anchor'

type Change = { way: 'edits'; edits: DraftEdit[] } | { way: 'undo' | 'redo' }

/** Changes that were refused because somebody was quicker. */
export interface Conflict {
  message: Names
  changes: DraftEdit[]
  before: DraftPage['document']
}

const ASK_LATER_MS = 150

export function useDraft(id: string) {
  const page = shallowRef<DraftPage | null>(null)
  const error = shallowRef<unknown>(null)
  const conflict = shallowRef<Conflict | null>(null)
  /** Changes not yet taken by the server. */
  const waiting = ref(0)
  /** Who changed the draft elsewhere, until it is looked at. */
  const other = ref('')
  const notices = useNotices()
  const queue: Change[] = []
  let running = false
  let alive = true
  let timer: ReturnType<typeof setTimeout> | undefined

  const url = `/template-drafts/${id}`
  const open = computed(() => page.value?.draft.status === 'open')

  async function read(): Promise<void> {
    try {
      const next = await api.get<DraftPage>(url)
      if (!alive || queue.length || running) return
      page.value = next
      error.value = null
    } catch (caught) {
      if (page.value) notices.fail(caught)
      else error.value = caught
    }
  }

  function change(next: Change): void {
    if (!open.value || conflict.value) return
    queue.push(next)
    waiting.value += 1
    void send()
  }

  async function send(): Promise<void> {
    if (running) return
    running = true
    while (queue.length && page.value && alive) {
      const next = queue[0]!
      try {
        const { turn } = page.value.draft
        const body = next.way === 'edits' ? { turn, edits: next.edits } : { turn }
        const { draft } = await api.post<DraftStanding>(`${url}/${next.way}`, body)
        page.value = { ...page.value, draft: { ...page.value.draft, ...draft } }
        queue.shift()
      } catch (caught) {
        refused(caught)
      }
      waiting.value = queue.length
    }
    running = false
    await read()
  }

  function refused(caught: unknown): void {
    const changes = queue.splice(0).flatMap((each) => (each.way === 'edits' ? each.edits : []))
    if (caught instanceof ApiError && caught.code === 'TEMPLATE-DRAFT-CHANGED' && page.value) {
      conflict.value = { message: caught.names, changes, before: base.value ?? page.value.document }
    } else notices.fail(caught)
  }

  /** The document the waiting changes were made on. */
  const base = shallowRef<DraftPage['document'] | null>(null)

  function edit(edits: DraftEdit[]): void {
    if (!edits.length || !page.value || !open.value || conflict.value) return
    if (!queue.length && !running) base.value = page.value.document
    page.value = { ...page.value, document: applied(toRaw(page.value.document), edits) }
    change({ way: 'edits', edits })
  }

  /** After a conflict: the other's state is read, and mine are made again on it or given up. */
  async function settle(again: boolean): Promise<number> {
    const held = conflict.value
    conflict.value = null
    await read()
    if (!held || !again || !page.value) return 0
    const { edits, lost } = reanchor(held.changes, held.before, page.value.document)
    edit(edits)
    return lost
  }

  /** Somebody changed a draft: ours is read again unless a change of our own is under way. */
  async function heard(): Promise<void> {
    if (queue.length || running || conflict.value || !page.value) return
    const seen = page.value.draft.turn
    await read()
    if (page.value && page.value.draft.turn !== seen) other.value = page.value.draft.changed_by_name
  }
  useLive().on(['templates'], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void heard(), ASK_LATER_MS)
  })
  onScopeDispose(() => {
    alive = false
    clearTimeout(timer)
  })
  void read()
  return { page, error, conflict, waiting, other, open, read, edit, undo: () => change({ way: 'undo' }), redo: () => change({ way: 'redo' }), settle }
}
