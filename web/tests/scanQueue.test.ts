import { beforeEach, describe, expect, it } from 'vitest'

import { ApiError, NetworkError } from '@/api/client'
import type { ScanAnswer, ScanRequest } from '@/api/types'
import { ScanQueue, type Sent } from '@/lib/scanQueue'

const ANSWER = { verdict: 'ok', message: { zh: '好', en: 'ok' }, colour: 'green', tone: 'ok' } as ScanAnswer
let number = 0

function request(text = 'P0000007A'): ScanRequest {
  return { station_id: 'saw', text, client_event: `event-${++number}`, happened_at: '2026-07-03T06:00:00Z' }
}

function refusal(status: number): ApiError {
  return new ApiError(status, { code: 'X', message: { zh: '不行', en: 'no' } })
}

describe('the scan queue', () => {
  let queue: ScanQueue
  let results: Sent[]
  const note = (result: Sent): void => void results.push(result)

  beforeEach(() => {
    localStorage.clear()
    results = []
    queue = new ScanQueue(localStorage, () => 1000)
  })

  it('keeps scans over a restart, in the order of scanning', () => {
    queue.add('li', request('A'))
    queue.add('li', request('B'))
    queue.add('li', request('C'))
    expect(new ScanQueue(localStorage).all().map((scan) => scan.request.text)).toEqual(['A', 'B', 'C'])
  })

  it('sends in order and strikes off what was answered', async () => {
    queue.add('li', request('A'))
    queue.add('li', request('B'))
    const sent: string[] = []
    await queue.flush('li', async ({ text }) => (sent.push(text), ANSWER), note)
    expect(sent).toEqual(['A', 'B'])
    expect(queue.all()).toEqual([])
    expect(results.map((result) => result.kind)).toEqual(['answer', 'answer'])
  })

  it('keeps everything and stops at the first dead call', async () => {
    queue.add('li', request('A'))
    queue.add('li', request('B'))
    let calls = 0
    const away = (): Promise<ScanAnswer> => {
      calls++
      return Promise.reject(new NetworkError())
    }
    await queue.flush('li', away, note)
    expect(calls).toBe(1)
    expect(queue.waiting('li')).toHaveLength(2)
  })

  it('sends with the same event number again after a lost answer', async () => {
    const scan = queue.add('li', request('A'))
    const seen: string[] = []
    const lost = async ({ client_event }: ScanRequest): Promise<ScanAnswer> => {
      seen.push(client_event)
      if (seen.length === 1) throw new NetworkError()
      return ANSWER
    }
    await queue.flush('li', lost, note)
    await queue.flush('li', lost, note)
    expect(seen).toEqual([scan.request.client_event, scan.request.client_event])
    expect(queue.all()).toEqual([])
  })

  it('keeps a scan when nobody is signed in, when it was too many, and when the server is broken', async () => {
    for (const status of [401, 403, 429, 500, 503]) {
      queue.add('li', request())
      await queue.flush('li', () => Promise.reject(refusal(status)), note)
    }
    expect(queue.waiting('li')).toHaveLength(5)
    expect(results).toEqual([])
  })

  it('lays a refused call aside, with the reason, and goes on', async () => {
    queue.add('li', request('BAD'))
    queue.add('li', request('GOOD'))
    await queue.flush('li', ({ text }) => (text === 'BAD' ? Promise.reject(refusal(422)) : Promise.resolve(ANSWER)), note)
    expect(queue.waiting('li')).toEqual([])
    expect(queue.refused().map((scan) => [scan.request.text, scan.refused?.zh])).toEqual([['BAD', '不行']])
    expect(results.map((result) => result.kind)).toEqual(['refused', 'answer'])
  })

  it('never sends one person’s scans in another’s name', async () => {
    queue.add('li', request('A'))
    queue.add('wang', request('B'))
    const sent: string[] = []
    await queue.flush('wang', async ({ text }) => (sent.push(text), ANSWER), note)
    expect(sent).toEqual(['B'])
    expect(queue.waiting('li')).toHaveLength(1)
  })

  it('takes scans that come while it sends, each once', async () => {
    queue.add('li', request('A'))
    const sent: string[] = []
    const send = async ({ text }: ScanRequest): Promise<ScanAnswer> => {
      sent.push(text)
      if (text === 'A') {
        queue.add('li', request('B'))
        void queue.flush('li', send, note)
      }
      return ANSWER
    }
    await queue.flush('li', send, note)
    expect(sent).toEqual(['A', 'B'])
  })

  it('passes over what somebody else wrote into the store', () => {
    localStorage.setItem('shuanglun.scan.000000000000001.x', 'no json')
    localStorage.setItem('other', '1')
    expect(queue.all()).toEqual([])
    expect(localStorage.getItem('other')).toBe('1')
  })
})
