import { getCurrentScope, onScopeDispose } from 'vue'

/** Calls `run` at once, then at most every `ms`; a call in between is made up for at the end of the wait. */
export function throttled(run: () => void, ms: number): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const next = (): void => {
    waiting = undefined
    if (again) call()
  }
  const call = (): void => {
    again = false
    run()
    waiting = setTimeout(next, ms)
  }
  if (getCurrentScope()) onScopeDispose(() => clearTimeout(waiting))
  return () => {
    if (waiting === undefined) call()
    else again = true
  }
}
