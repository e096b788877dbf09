/**
 * A scanner can be used wherever the focus is. Text typed outside any field goes to the scan field; a burst typed by a
 * scanner into another field (a reason, say) is taken out of it again and treated as a scan.
 */

import { onBeforeUnmount, onMounted, type Ref } from 'vue'

import { character, FORGET_MS, looksLikeCode, ScanBuffer, type Stroke } from './scanBuffer'

interface Options {
  field: Ref<HTMLInputElement | null>
  text: Ref<string>
  scan: (text: string) => void
}

type Editable = HTMLInputElement | HTMLTextAreaElement

function editable(target: EventTarget | null): Editable | null {
  if (target instanceof HTMLTextAreaElement) return target
  if (target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'file', 'submit'].includes(target.type)) return target
  return null
}

function strokeOf(event: KeyboardEvent): Stroke {
  return { key: event.key, code: event.code, shiftKey: event.shiftKey, command: event.ctrlKey || event.altKey || event.metaKey, at: event.timeStamp }
}

/** Take the scanner's characters out of a field they landed in by accident. */
function takeBack(field: Editable, text: string): void {
  const caret = field.selectionEnd ?? field.value.length
  const start = field.value.toUpperCase().lastIndexOf(text.toUpperCase(), caret)
  if (start < 0) return
  field.value = field.value.slice(0, start) + field.value.slice(start + text.length)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

export function useScanner({ field, text, scan }: Options): { focus: () => void } {
  const buffer = new ScanBuffer()
  let lastKey = 0

  function focus(): void {
    const covered = [...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog.getClientRects().length > 0)
    if (!covered) field.value?.focus({ preventScroll: true })
  }

  function take(event: Event, code: string): void {
    event.preventDefault()
    event.stopPropagation()
    text.value = ''
    scan(code)
  }

  function outside(event: KeyboardEvent, stroke: Stroke, recent: boolean): void {
    if (stroke.key === 'Enter') {
      // Enter on a button is a press, unless something has just been typed: then it ends that.
      if (text.value && recent) take(event, text.value)
      return
    }
    const written = stroke.command ? null : character(stroke)
    if (written === null || written === ' ') return
    event.preventDefault()
    text.value = recent ? text.value + written : written
    focus()
  }

  function keydown(event: KeyboardEvent): void {
    if (event.isComposing && event.key !== 'Process') return
    const stroke = strokeOf(event)
    const recent = stroke.at - lastKey <= FORGET_MS
    lastKey = stroke.at
    const found = buffer.feed(stroke)
    const target = editable(event.target)
    if (target === null) return outside(event, stroke, recent)
    if (found?.fast && looksLikeCode(found.text)) {
      if (target !== field.value) takeBack(target, found.text)
      take(event, found.text)
    } else if (target === field.value && stroke.key === 'Enter' && target.value.trim()) take(event, target.value)
  }

  /** A press beside everything would leave nothing focused: give the focus back to the scan field. */
  function focusout(event: FocusEvent): void {
    if (event.relatedTarget === null) setTimeout(() => document.activeElement === document.body && document.hasFocus() && focus())
  }

  onMounted(() => {
    window.addEventListener('keydown', keydown, true)
    window.addEventListener('focusout', focusout)
    window.addEventListener('focus', focus)
    focus()
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', keydown, true)
    window.removeEventListener('focusout', focusout)
    window.removeEventListener('focus', focus)
  })
  return { focus }
}
