/** Short messages at the edge of the screen; read aloud by screen readers. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

import { ApiError, NetworkError } from '@/api/client'
import type { Names } from '@/api/types'

export type NoticeLevel = 'ok' | 'warn' | 'error'

export interface Notice {
  id: number
  level: NoticeLevel
  text: string | Names
  action?: { label: string | Names; run: () => void }
}

const SHOWN_MS: Record<NoticeLevel, number> = { ok: 3000, warn: 5000, error: 7000 }

export const useNotices = defineStore('notices', () => {
  const list = ref<Notice[]>([])
  let last = 0

  function drop(id: number): void {
    list.value = list.value.filter((notice) => notice.id !== id)
  }

  /** Show a message; one with an action stays until it is answered. */
  function say(level: NoticeLevel, text: string | Names, action?: Notice['action']): void {
    const id = ++last
    list.value = [...list.value.slice(-2), { id, level, text, ...(action ? { action } : {}) }]
    if (!action) setTimeout(() => drop(id), SHOWN_MS[level])
  }

  /** Show why a call failed, in the server's own words. */
  function fail(error: unknown): void {
    if (error instanceof ApiError || error instanceof NetworkError) say('error', error.names)
    else say('error', error instanceof Error ? error.message : String(error))
  }

  return { list, say, fail, drop }
})
