/** Send a file and hear how far it is; `fetch` does not tell, so this one call goes by the older way. */

import { ApiError, NetworkError, address } from '@/api/client'
import type { ErrorBody } from '@/api/types'

export interface Upload<T> {
  done: Promise<T>
  abort: () => void
}

interface Options {
  csrf: string
  key: string
  /** Thousandths sent so far; 1000 means that the server is reading now. */
  progress: (permille: number) => void
}

function answerOf<T>(request: XMLHttpRequest): T {
  const body = JSON.parse(request.responseText || '{}') as { error?: ErrorBody } & T
  if (request.status >= 200 && request.status < 300) return body
  if (body.error?.message) throw new ApiError(request.status, body.error)
  const text = `${request.status} ${request.statusText}`
  throw new ApiError(request.status, { code: `HTTP-${request.status}`, message: { zh: text, en: text } })
}

export function upload<T>(path: string, form: FormData, options: Options): Upload<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', address(path))
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('X-CSRF-Token', options.csrf)
    request.setRequestHeader('Idempotency-Key', options.key)
    request.upload.onprogress = (event) => event.lengthComputable && options.progress(Math.round((event.loaded / event.total) * 1000))
    request.upload.onload = () => options.progress(1000)
    request.onerror = () => reject(new NetworkError())
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      try {
        resolve(answerOf<T>(request))
      } catch (error) {
        reject(error instanceof SyntaxError ? new NetworkError(error) : error)
      }
    }
    request.send(form)
  })
  return { done, abort: () => request.abort() }
}
