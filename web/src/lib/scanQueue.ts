/**
 * Scans are written down on the device before they are sent, and struck off when the server has answered: neither a dead
 * network nor a dead battery loses one. Sending one twice does no harm, for each carries its own event number.
 */

import { ApiError, NetworkError } from '@/api/client'
import type { Names, ScanAnswer, ScanRequest } from '@/api/types'

export interface QueuedScan {
  seq: number
  /** Whose scan it is: only this person's session may send it. */
  person_id: string
  request: ScanRequest
  /** The server refused the call itself (not the piece); kept until somebody has seen it. */
  refused?: Names
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export type Sent =
  | { kind: 'answer'; scan: QueuedScan; answer: ScanAnswer }
  | { kind: 'refused'; scan: QueuedScan; error: ApiError }

const PREFIX = 'shuanglun.scan.'

function keyOf(scan: QueuedScan): string {
  return `${PREFIX}${String(scan.seq).padStart(15, '0')}.${scan.request.client_event}`
}

/** Refusals that say nothing about the scan, only that this is not the moment: keep it and come back. */
function notNow(error: unknown): boolean {
  if (error instanceof NetworkError) return true
  return error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 429 || error.status >= 500)
}

export class ScanQueue {
  private running: Promise<void> | null = null
  private again = false

  constructor(
    private readonly store: Store,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Everything written down, oldest first. */
  all(): QueuedScan[] {
    const keys: string[] = []
    for (let index = 0; index < this.store.length; index++) {
      const key = this.store.key(index)
      if (key?.startsWith(PREFIX)) keys.push(key)
    }
    return keys.sort().flatMap((key) => {
      try {
        return [JSON.parse(this.store.getItem(key) ?? '') as QueuedScan]
      } catch {
        this.store.removeItem(key)
        return []
      }
    })
  }

  waiting(personId?: string): QueuedScan[] {
    return this.all().filter((scan) => !scan.refused && (personId === undefined || scan.person_id === personId))
  }

  refused(): QueuedScan[] {
    return this.all().filter((scan) => scan.refused)
  }

  /** Write a scan down. Throws when the device has no room; then nothing was kept. */
  add(personId: string, request: ScanRequest): QueuedScan {
    const newest = this.all().at(-1)?.seq ?? 0
    const scan = { seq: Math.max(this.clock(), newest + 1), person_id: personId, request }
    this.store.setItem(keyOf(scan), JSON.stringify(scan))
    return scan
  }

  drop(scan: QueuedScan): void {
    this.store.removeItem(keyOf(scan))
  }

  /**
   * Send what waits, one after the other in the order of scanning, until none is left or the server is away.
   * Calls that come while one runs are joined to it.
   */
  flush(personId: string, send: (request: ScanRequest) => Promise<ScanAnswer>, sent: (result: Sent) => void): Promise<void> {
    this.again = true
    // Begun in the next turn, so that a call made from within `send` finds this one running.
    this.running ??= Promise.resolve().then(() => this.run(personId, send, sent)).finally(() => {
      this.running = null
    })
    return this.running
  }

  private async run(personId: string, send: (request: ScanRequest) => Promise<ScanAnswer>, sent: (result: Sent) => void): Promise<void> {
    while (this.again) {
      this.again = false
      for (const scan of this.waiting(personId)) {
        try {
          const answer = await send(scan.request)
          this.drop(scan)
          sent({ kind: 'answer', scan, answer })
        } catch (error) {
          if (notNow(error)) return
          if (!(error instanceof ApiError)) throw error
          this.store.setItem(keyOf(scan), JSON.stringify({ ...scan, refused: error.names }))
          sent({ kind: 'refused', scan, error })
        }
      }
    }
  }
}
