import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { address, api, ApiError, NetworkError, onOldToken, onSignedOut, setCsrf } from '@/api/client'

const REFUSAL = { error: { code: 'ORDER-NOT-FOUND', message: { zh: '没有这个订单', en: 'no such order' }, where: {}, findings: [] } }

function answer(status: number, body: unknown): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
}

describe('a call', () => {
  const fetched = vi.fn<typeof fetch>()
  const headers = (index = 0): Record<string, string> => fetched.mock.calls[index]?.[1]?.headers as Record<string, string>

  beforeEach(() => {
    fetched.mockReset()
    vi.stubGlobal('fetch', fetched)
    setCsrf('token-1')
    onOldToken(() => Promise.resolve(false))
  })
  afterEach(() => vi.unstubAllGlobals())

  it('that writes carries the CSRF token and a new idempotency key', async () => {
    fetched.mockImplementation(() => Promise.resolve(answer(200, {})))
    await api.post('/plans', {})
    await api.post('/plans', {})
    expect(headers()['X-CSRF-Token']).toBe('token-1')
    expect(headers()['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/)
    expect(headers(0)['Idempotency-Key']).not.toBe(headers(1)['Idempotency-Key'])
  })

  it('leaves out empty questions', () => {
    expect(address('/orders', { status: '', q: '张 三', limit: 5, x: null })).toBe('/api/v1/orders?q=%E5%BC%A0+%E4%B8%89&limit=5')
  })

  it('fails with the server’s own words', async () => {
    fetched.mockResolvedValue(answer(404, REFUSAL))
    const error = await api.get('/orders/x').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect((error as ApiError).names.zh).toBe('没有这个订单')
  })

  it('that does not reach the server says so', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    await expect(api.get('/me')).rejects.toBeInstanceOf(NetworkError)
    fetched.mockResolvedValue(answer(502, '<html>bad gateway</html>'))
    await expect(api.get('/me')).rejects.toBeInstanceOf(NetworkError)
  })

  it('tells when nobody is signed in any more', async () => {
    const told = vi.fn()
    onSignedOut(told)
    fetched.mockResolvedValue(answer(401, { error: { code: 'ACCESS-NOT-SIGNED-IN', message: { zh: '', en: '' } } }))
    await api.get('/orders').catch(() => undefined)
    expect(told).toHaveBeenCalledOnce()
  })

  it('is sent once more with a fresh token and the same key when the old token was refused', async () => {
    onOldToken(() => {
      setCsrf('token-2')
      return Promise.resolve(true)
    })
    fetched.mockResolvedValueOnce(answer(403, { error: { code: 'ACCESS-CSRF', message: { zh: '', en: '' } } }))
    fetched.mockResolvedValueOnce(answer(200, { done: true }))
    expect(await api.post('/plans', {})).toEqual({ done: true })
    expect(headers(1)['X-CSRF-Token']).toBe('token-2')
    expect(headers(1)['Idempotency-Key']).toBe(headers(0)['Idempotency-Key'])
  })
})
