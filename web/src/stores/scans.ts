/** Scans of this device: written down, sent, answered; sent later when the network was away. */

import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import { api } from '@/api/client'
import type { Names, ScanAnswer, ScanRequest } from '@/api/types'
import { randomId } from '@/lib/ids'
import { normalise } from '@/lib/scanBuffer'
import { ScanQueue, type QueuedScan, type Sent } from '@/lib/scanQueue'

import { useLive } from './live'
import { useSession } from './session'

export interface Outcome {
  event: string
  station_id: string
  text: string
  at: string
  state: 'sending' | 'waiting' | 'answered' | 'refused'
  answer: ScanAnswer | null
  refusal: Names | null
  /** Answered only after it had to wait: its verdict was not seen when the piece was in the hand. */
  late: boolean
}

const SEND_MS = 8000
const RETRY_MS = 10_000
const KEEP = 40

export const useScans = defineStore('scans', () => {
  const session = useSession()
  const live = useLive()
  const queue = new ScanQueue(localStorage)

  const outcomes = shallowRef<Outcome[]>([])
  const waiting = ref(0)
  const foreign = ref(0)
  const refused = shallowRef<QueuedScan[]>([])
  /** Late answers that were no "right": shown until somebody has seen them. */
  const unseen = shallowRef<Outcome[]>([])
  const personId = computed(() => session.me?.person.id ?? '')

  function count(): void {
    const all = queue.waiting()
    waiting.value = all.filter((scan) => scan.person_id === personId.value).length
    foreign.value = all.length - waiting.value
    refused.value = queue.refused()
  }

  function put(outcome: Outcome): void {
    const others = outcomes.value.filter((each) => each.event !== outcome.event)
    outcomes.value = [outcome, ...others].sort((a, b) => b.at.localeCompare(a.at)).slice(0, KEEP)
  }

  function outcomeOf(scan: QueuedScan): Outcome {
    const { client_event: event, station_id, text, happened_at: at } = scan.request
    const known = outcomes.value.find((each) => each.event === event)
    return known ?? { event, station_id, text, at, state: 'waiting', answer: null, refusal: null, late: true }
  }

  function sent(result: Sent): void {
    const before = outcomeOf(result.scan)
    const late = before.state === 'waiting'
    const after: Outcome =
      result.kind === 'answer'
        ? { ...before, state: 'answered', answer: result.answer, late }
        : { ...before, state: 'refused', refusal: result.error.names, late }
    put(after)
    if (late && result.kind === 'answer' && result.answer.verdict !== 'ok') unseen.value = [...unseen.value, after]
    count()
  }

  async function send(request: ScanRequest): Promise<ScanAnswer> {
    return api.post<ScanAnswer>('/scans', request, { key: request.client_event, timeout: SEND_MS })
  }

  /** Send everything that waits; quiet when there is nothing or nobody to send for. */
  async function flush(): Promise<void> {
    count()
    if (!waiting.value || !personId.value || !(await session.refresh())) return
    await queue.flush(personId.value, send, sent)
    count()
  }

  /** Take a scan: kept first, then sent. Gives the answer, or "waiting" when the server is away. */
  async function take(stationId: string, text: string, shipmentCode?: string): Promise<Outcome> {
    const request: ScanRequest = {
      station_id: stationId,
      text: normalise(text),
      client_event: randomId(),
      happened_at: new Date().toISOString(),
      ...(shipmentCode ? { shipment_code: shipmentCode } : {}),
    }
    const scan = queue.add(personId.value, request)
    put({ ...outcomeOf(scan), state: 'sending', late: false })
    await flush()
    const now = outcomeOf(scan)
    if (now.state !== 'sending') return now
    const kept: Outcome = { ...now, state: 'waiting' }
    put(kept)
    return kept
  }

  function seen(): void {
    unseen.value = []
    for (const scan of refused.value) queue.drop(scan)
    count()
  }

  setInterval(() => {
    if (waiting.value) void flush()
  }, RETRY_MS)
  window.addEventListener('online', () => void flush())
  watch(() => live.state, (state) => state === 'live' && void flush())
  watch(personId, () => void flush(), { immediate: true })

  return { outcomes, waiting, foreign, refused, unseen, take, flush, seen }
})
