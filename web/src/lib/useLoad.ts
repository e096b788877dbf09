/** Load something, show that it loads, show why it did not: the three states every page has. */

import { getCurrentScope, onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Load<T> {
  data: ShallowRef<T | null>
  error: ShallowRef<unknown>
  /** True while the first answer is awaited; later reloads keep what is shown. */
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Runs `load` now and at each `reload()`; an answer that was overtaken by a later call is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, options: { immediate?: boolean } = {}): Load<T> {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const own = (running = new AbortController())
    loading.value = data.value === null
    try {
      const answer = await load(own.signal)
      if (own !== running) return
      data.value = answer
      error.value = null
    } catch (caught) {
      if (own !== running || own.signal.aborted) return
      error.value = caught
    } finally {
      if (own === running) loading.value = false
    }
  }

  if (getCurrentScope()) onScopeDispose(() => running?.abort())
  if (options.immediate !== false) void reload()
  return { data, error, loading, reload }
}
