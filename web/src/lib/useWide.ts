/** Whether the window has room for a desk layout. */
import { onScopeDispose, ref, type Ref } from 'vue'

export function useWide(pixels = 820): Ref<boolean> {
  const query = window.matchMedia(`(min-width: ${pixels}px)`)
  const wide = ref(query.matches)
  const follow = (): void => {
    wide.value = query.matches
  }
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return wide
}
