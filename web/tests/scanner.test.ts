import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { useScanner } from '@/lib/useScanner'

const Station = defineComponent({
  setup(_props, { expose }) {
    const field = ref<HTMLInputElement | null>(null)
    const text = ref('')
    const scans = ref<string[]>([])
    const presses = ref(0)
    useScanner({ field, text, scan: (code) => scans.value.push(code) })
    expose({ text, scans, presses })
    return () => [
      h('input', { ref: field, id: 'scan', value: text.value, onInput: (event: Event) => (text.value = (event.target as HTMLInputElement).value) }),
      h('textarea', { id: 'reason' }),
      h('button', { id: 'leave', onClick: () => presses.value++ }),
    ]
  },
})

interface Exposed {
  text: string
  scans: string[]
  presses: number
}

let wrapper: VueWrapper
const state = (): Exposed => wrapper.vm as unknown as Exposed

/** What a browser does for a key: the event first, the character only when nobody prevented it. */
function press(target: HTMLElement, key: string, at: number): void {
  const event = new KeyboardEvent('keydown', { key, code: key === 'Enter' ? 'Enter' : '', bubbles: true, cancelable: true })
  Object.defineProperty(event, 'timeStamp', { value: at })
  target.dispatchEvent(event)
  if (event.defaultPrevented) return
  if (key === 'Enter') target instanceof HTMLButtonElement && target.click()
  else if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    target.value += key
    target.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

function type(text: string, gap: number, from = 1000): void {
  let at = from
  for (const key of [...text, 'Enter']) press((document.activeElement as HTMLElement | null) ?? document.body, key, (at += gap))
}

function focus(id: string): void {
  document.getElementById(id)?.focus()
}

describe('a scan at a station', () => {
  beforeEach(() => {
    wrapper = mount(Station, { attachTo: document.body })
  })
  afterEach(() => wrapper.unmount())

  it('is taken in the scan field, which has the focus from the start', () => {
    expect(document.activeElement?.id).toBe('scan')
    type('P0000007A', 5)
    expect(state().scans).toEqual(['P0000007A'])
    expect(state().text).toBe('')
  })

  it('typed by hand is taken as well', () => {
    type('p0000007a', 200)
    expect(state().scans).toEqual(['p0000007a'])
  })

  it('is taken when nothing has the focus', () => {
    ;(document.activeElement as HTMLElement).blur()
    type('P0000007A', 5)
    expect(state().scans).toEqual(['P0000007A'])
  })

  it('does not press the button that has the focus', () => {
    focus('leave')
    type('P0000007A', 5)
    expect(state().scans).toEqual(['P0000007A'])
    expect(state().presses).toBe(0)
  })

  it('is taken out again of another field it fell into', () => {
    focus('reason')
    const reason = document.getElementById('reason') as HTMLTextAreaElement
    reason.value = '换件'
    type('P0000007A', 5)
    expect(state().scans).toEqual(['P0000007A'])
    expect(reason.value).toBe('换件')
  })

  it('a reason written by hand stays where it is', () => {
    focus('reason')
    type('K12345678', 150)
    expect(state().scans).toEqual([])
    expect((document.getElementById('reason') as HTMLTextAreaElement).value).toBe('K12345678')
  })

  it('Enter alone presses the button as always', () => {
    focus('leave')
    press(document.activeElement as HTMLElement, 'Enter', 9000)
    expect(state().presses).toBe(1)
    expect(state().scans).toEqual([])
  })
})
