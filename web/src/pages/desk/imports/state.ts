/** One import on the page: what is shown, what is being done with it, the calls that change it. */

import { computed, ref, shallowRef, type Ref } from 'vue'

import { ApiError, api } from '@/api/client'
import type { Finding, Names } from '@/api/types'
import type { DeskImport } from '@/api/types/desk'
import { useNotices } from '@/stores/notices'

import { gridColumns, gridRows, mapFindings } from '../lib/findings'

let kept: DeskImport | null = null

/** A draft that was just read is shown without asking for it again. */
export function keep(draft: DeskImport): void {
  kept = draft
}

export interface CellEdit {
  row: number
  sheet?: string | null | undefined
  field: string
  text: string
}

/** A correction of one cell, of every line with the same text there, or of every line with the same fault there. */
export interface Edit extends CellEdit {
  sameForAll?: boolean
  /** Code of the finding. */
  sameFault?: string | null
}

type Doing = 'assign' | 'edit' | 'undo' | 'profile' | 'confirm' | 'cancel'

export function useImport(id: Ref<string>) {
  const notices = useNotices()
  const draft = shallowRef<DeskImport | null>(kept?.id === id.value ? kept : null)
  const error = shallowRef<unknown>(null)
  const loading = ref(draft.value === null)
  /** What the page waits for; one change at a time. */
  const busy = ref<Doing | null>(null)
  const refused = shallowRef<{ names: Names; findings: Finding[] } | null>(null)
  kept = null

  const rows = computed(() => gridRows(draft.value?.orders ?? []))
  const columns = computed(() => (draft.value ? gridColumns(draft.value) : []))
  const map = computed(() => mapFindings(draft.value?.findings ?? [], rows.value, columns.value))
  const open = computed(() => !!draft.value && draft.value.status === 'preview')

  async function load(): Promise<void> {
    loading.value = draft.value === null
    try {
      draft.value = await api.get<DeskImport>(`/imports/${id.value}`)
      error.value = null
    } catch (caught) {
      error.value = caught
    } finally {
      loading.value = false
    }
  }

  async function change<T>(what: Doing, call: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = what
    refused.value = null
    try {
      return await call()
    } catch (caught) {
      if (caught instanceof ApiError) refused.value = { names: caught.names, findings: caught.findings }
      notices.fail(caught)
      return null
    } finally {
      busy.value = null
    }
  }

  async function redraft(what: Doing, path: string, body: object): Promise<boolean> {
    const answer = await change(what, () => api.post<DeskImport>(`/imports/${id.value}/${path}`, body))
    if (answer) draft.value = answer
    return !!answer
  }

  const assign = (column: string, field: string | null): Promise<boolean> => redraft('assign', 'assign', { column, field })

  function edit(one: Edit): Promise<boolean> {
    const body = { row: one.row, field: one.field, text: one.text, same_for_all: !!one.sameForAll, ...(one.sheet ? { sheet: one.sheet } : {}) }
    return redraft('edit', 'edit', one.sameFault ? { ...body, same_fault: one.sameFault } : body)
  }

  /** Many cells as one act: a pasted block, a filled range. */
  function editMany(cells: CellEdit[]): Promise<boolean> {
    if (!cells.length) return Promise.resolve(true)
    return redraft('edit', 'edits', { cells: cells.map((one) => ({ row: one.row, field: one.field, text: one.text, ...(one.sheet ? { sheet: one.sheet } : {}) })) })
  }

  const undo = (): Promise<boolean> => (draft.value?.edits_count ? redraft('undo', 'undo', {}) : Promise.resolve(false))
  const readBy = (profile: string): Promise<boolean> => redraft('profile', 'profile', { profile })
  const confirm = (): Promise<{ order_ids: string[] } | null> => change('confirm', () => api.post<{ order_ids: string[] }>(`/imports/${id.value}/confirm`))
  const cancel = (): Promise<object | null> => change('cancel', () => api.post<object>(`/imports/${id.value}/cancel`))

  return { draft, error, loading, busy, refused, rows, columns, map, open, load, assign, edit, editMany, undo, readBy, confirm, cancel }
}

export type ImportState = ReturnType<typeof useImport>
