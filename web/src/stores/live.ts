/** The live stream: today's board and "something changed", with resume, reconnect and polling while the stream is away. */

import { defineStore } from 'pinia'
import { getCurrentScope, onScopeDispose, ref, shallowRef } from 'vue'

import { address, api, onReach } from '@/api/client'
import type { Board, Topic } from '@/api/types'

export type LiveState = 'connecting' | 'live' | 'polling' | 'offline'

// The server sends the board at least every 15 s; three silent beats mean the line is dead although no error came.
const SILENCE_MS = 45_000
const STEADY_MS = 10_000
const POLL_MS = 10_000
const WAITS_MS = [1000, 2000, 5000, 10_000, 15_000]
// A hidden tab gives its connection back (browsers allow six to one address) and comes back at once when looked at.
const HIDDEN_MS = 60_000
const KEPT = 'shuanglun.board'

function keptBoard(): { board: Board; at: number } | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as { board: Board; at: number } | null
  } catch {
    return null
  }
}

export const useLive = defineStore('live', () => {
  const board = shallowRef<Board | null>(null)
  const state = ref<LiveState>('connecting')
  /** When the shown board was last known to be true (this device's clock, ms). */
  const freshAt = ref<number | null>(null)
  const listeners = new Map<Topic, Set<() => void>>()

  let wanted = false
  let source: EventSource | null = null
  let attempt = 0
  let reconnect: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let steady: ReturnType<typeof setTimeout> | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let hidden: ReturnType<typeof setTimeout> | undefined
  let keptAt = 0

  function take(next: Board): void {
    board.value = next
    freshAt.value = Date.now()
    if (Date.now() - keptAt > 10_000) {
      keptAt = Date.now()
      localStorage.setItem(KEPT, JSON.stringify({ board: next, at: keptAt }))
    }
  }

  function tell(topics: Topic[]): void {
    const called = new Set(topics.flatMap((topic) => [...(listeners.get(topic) ?? [])]))
    for (const listener of called) listener()
  }

  function heard(): void {
    const wasAway = state.value === 'polling' || state.value === 'offline'
    state.value = 'live'
    // A line that breaks right after its first word is no better than one that does not come up: keep waiting longer.
    steady ??= setTimeout(() => (attempt = 0), STEADY_MS)
    clearInterval(poll)
    poll = undefined
    clearTimeout(silence)
    silence = setTimeout(lost, SILENCE_MS)
    // What changed while the line was dead is not replayed: everybody who listens loads anew.
    if (wasAway) tell([...listeners.keys()])
  }

  async function pollOnce(): Promise<void> {
    try {
      take(await api.get<Board>('/board', undefined, { timeout: 8000 }))
      if (state.value !== 'live') state.value = 'polling'
      tell([...listeners.keys()])
    } catch {
      if (state.value !== 'live') state.value = 'offline'
    }
  }

  function close(): void {
    clearTimeout(steady)
    steady = undefined
    source?.close()
    source = null
    clearTimeout(silence)
    clearTimeout(reconnect)
  }

  function lost(): void {
    close()
    if (!wanted) return
    if (state.value === 'live') state.value = 'connecting'
    if (poll === undefined) {
      poll = setInterval(() => void pollOnce(), POLL_MS)
      void pollOnce()
    }
    reconnect = setTimeout(open, WAITS_MS[Math.min(attempt++, WAITS_MS.length - 1)])
  }

  function open(): void {
    close()
    source = new EventSource(address('/live'))
    source.addEventListener('board', (event) => {
      heard()
      take(JSON.parse((event as MessageEvent<string>).data) as Board)
    })
    source.addEventListener('change', (event) => {
      heard()
      tell((JSON.parse((event as MessageEvent<string>).data) as { topics: Topic[] }).topics)
    })
    source.addEventListener('error', lost)
  }

  function start(): void {
    if (wanted) return
    wanted = true
    const old = board.value ? null : keptBoard()
    if (old) {
      board.value = old.board
      freshAt.value = old.at
    }
    open()
  }

  /** Sign-out: end the stream and forget what was shown. */
  function stop(): void {
    wanted = false
    close()
    clearInterval(poll)
    poll = undefined
    board.value = null
    freshAt.value = null
    state.value = 'connecting'
    localStorage.removeItem(KEPT)
  }

  function now(): void {
    if (wanted && state.value !== 'live') {
      attempt = 0
      open()
    }
  }

  window.addEventListener('online', now)
  window.addEventListener('offline', () => {
    if (wanted) {
      state.value = 'offline'
      lost()
    }
  })
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden)
    if (document.hidden) hidden = setTimeout(close, HIDDEN_MS)
    else if (wanted && !source) open()
  })
  onReach((reached) => {
    if (reached && state.value === 'offline') now()
  })

  /** Call `listener` whenever one of the topics changed, as long as the calling component lives. */
  function on(topics: Topic[], listener: () => void): void {
    for (const topic of topics) {
      if (!listeners.has(topic)) listeners.set(topic, new Set())
      listeners.get(topic)?.add(listener)
    }
    if (getCurrentScope()) onScopeDispose(() => topics.forEach((topic) => listeners.get(topic)?.delete(listener)))
  }

  return { board, state, freshAt, start, stop, on, pollOnce }
})
