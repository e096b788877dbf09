/** The one way to the server: cookie, CSRF token, idempotency key, one error shape. */

import { randomId } from '@/lib/ids'

import type { ErrorBody, Finding, Names } from './types'

export const API = '/api/v1'

type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  /** Kept by the caller when the same call may be sent again; otherwise every call gets a fresh key. */
  key?: string
  signal?: AbortSignal
  /** Milliseconds until the call counts as failed by the network; none by default. */
  timeout?: number
}

/** The server said no, with a reason a person can read. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message.en)
    this.name = 'ApiError'
  }

  get code(): string {
    return this.body.code
  }

  get names(): Names {
    return this.body.message
  }

  get findings(): Finding[] {
    return this.body.findings ?? []
  }
}

/** The server could not be reached, or could not do its work just now: the same call may be sent again. */
export class NetworkError extends Error {
  readonly names: Names = { zh: '连不上服务器，请检查网络', en: 'The server cannot be reached; check the network' }

  constructor(cause?: unknown) {
    super('the server cannot be reached', { cause })
    this.name = 'NetworkError'
  }
}

const state = {
  csrf: '',
  onSignedOut: (): void => undefined,
  onReach: (_reached: boolean): void => undefined,
  renew: (): Promise<boolean> => Promise.resolve(false),
}

export function setCsrf(token: string): void {
  state.csrf = token
}

export function hasCsrf(): boolean {
  return state.csrf !== ''
}

/** Called when any answer says that nobody is signed in. */
export function onSignedOut(callback: () => void): void {
  state.onSignedOut = callback
}

/** Called when the CSRF token is old (somebody signed in again in another tab); true when the call may be sent once more. */
export function onOldToken(callback: () => Promise<boolean>): void {
  state.renew = callback
}

/** Called after each call with whether the server was reached. */
export function onReach(callback: (reached: boolean) => void): void {
  state.onReach = callback
}

/** Address of a file or call, with the language-independent parts escaped by the caller. */
export function address(path: string, query?: Query): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return `${API}${path}${text ? `?${text}` : ''}`
}

async function refusal(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as { error?: ErrorBody } | null
  if (body?.error?.message) return new ApiError(response.status, body.error)
  if (response.status >= 500) return new NetworkError(response.status)
  const text = `${response.status} ${response.statusText}`
  return new ApiError(response.status, { code: `HTTP-${response.status}`, message: { zh: text, en: text } })
}

async function reach(path: string, init: RequestInit, options: Options): Promise<Response> {
  const signals = [options.signal, options.timeout ? AbortSignal.timeout(options.timeout) : undefined]
  const signal = AbortSignal.any(signals.filter((each) => each !== undefined))
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init, signal })
    // A proxy before a stopped server answers 502 to 504: that is the network, not the server's word.
    state.onReach(response.status < 502 || response.status > 504)
    return response
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    state.onReach(false)
    throw new NetworkError(cause)
  }
}

async function call<T>(path: string, init: RequestInit, options: Options, again = true): Promise<T> {
  const response = await reach(path, init, options)
  if (response.ok) return (response.status === 204 ? {} : await response.json()) as T
  const error = await refusal(response)
  if (response.status === 401 && error instanceof ApiError && error.code === 'ACCESS-NOT-SIGNED-IN') state.onSignedOut()
  if (again && error instanceof ApiError && error.code === 'ACCESS-CSRF' && (await state.renew())) {
    const headers = { ...(init.headers as Record<string, string>), 'X-CSRF-Token': state.csrf }
    return call<T>(path, { ...init, headers }, options, false)
  }
  throw error
}

function writing(options: Options): Record<string, string> {
  return {
    Accept: 'application/json',
    'X-CSRF-Token': state.csrf,
    'Idempotency-Key': options.key ?? randomId(),
  }
}

export const api = {
  get<T>(path: string, query?: Query, options: Options = {}): Promise<T> {
    return call<T>(address(path, query), { headers: { Accept: 'application/json' } }, options)
  },

  post<T>(path: string, body: unknown = {}, options: Options = {}): Promise<T> {
    const headers = { ...writing(options), 'Content-Type': 'application/json' }
    return call<T>(address(path), { method: 'POST', headers, body: JSON.stringify(body) }, options)
  },

  /** Multipart: files and plain fields. The browser sets the boundary, so no content type here. */
  upload<T>(path: string, form: FormData, options: Options = {}): Promise<T> {
    return call<T>(address(path), { method: 'POST', headers: writing(options), body: form }, options)
  },
}
