/** Only the rows in sight are drawn: which ones they are, and where they stand. */

import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'

export interface Window {
  first: number
  /** One past the last. */
  last: number
}

/** Rows of equal height inside a scrolled box, with some spare ones above and below. */
export function windowOf(count: number, rowHeight: number, scrolled: number, height: number, spare = 8): Window {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - spare)
  const last = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + spare)
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.max(last, 0) }
}

/** How far to scroll so that a row is seen below a head that stays; null when it is seen already. */
export function scrollFor(row: number, rowHeight: number, scrolled: number, height: number, head = 0): number | null {
  const top = row * rowHeight
  const room = height - head
  if (top < scrolled) return top
  if (top + rowHeight > scrolled + room) return top + rowHeight - room
  return null
}

export interface RowWindow {
  shown: ComputedRef<Window>
  onScroll: () => void
  reveal: (row: number, middle?: boolean) => void
}

export function useRowWindow(box: Ref<HTMLElement | null>, count: () => number, rowHeight: number, head = 0): RowWindow {
  const scrolled = ref(0)
  const height = ref(600)
  let watcher: ResizeObserver | null = null

  function onScroll(): void {
    if (box.value) scrolled.value = box.value.scrollTop
  }

  onMounted(() => {
    if (!box.value || typeof ResizeObserver === 'undefined') return
    watcher = new ResizeObserver(() => {
      if (box.value) height.value = box.value.clientHeight
    })
    watcher.observe(box.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())

  function reveal(row: number, middle = false): void {
    if (!box.value) return
    const top = middle ? row * rowHeight - (height.value - head) / 2 : scrollFor(row, rowHeight, box.value.scrollTop, height.value, head)
    if (top !== null) box.value.scrollTop = Math.max(0, top)
  }

  return { shown: computed(() => windowOf(count(), rowHeight, scrolled.value, height.value)), onScroll, reveal }
}
