import { describe, expect, it } from 'vitest'

import { looksLikeCode, normalise, ScanBuffer, type Scan, type Stroke } from '@/lib/scanBuffer'

function type(buffer: ScanBuffer, text: string, gap: number, from = 0): Scan | null {
  let at = from
  for (const key of text) buffer.feed({ key, code: '', at: (at += gap) })
  return buffer.feed({ key: 'Enter', code: 'Enter', at: at + gap })
}

describe('a scanner', () => {
  it('is heard as one fast scan', () => {
    expect(type(new ScanBuffer(), 'P0000007A', 8)).toEqual({ text: 'P0000007A', fast: true })
  })

  it('is read by the physical key when an input method hides the characters', () => {
    const buffer = new ScanBuffer()
    const keys: [string, string][] = [['Process', 'KeyP'], ['Process', 'Digit0'], ['Process', 'KeyA'], ['Process', 'Numpad7']]
    keys.forEach(([key, code], index) => buffer.feed({ key, code, at: index * 10 }))
    expect(buffer.feed({ key: 'Process', code: 'Enter', at: 40 })).toEqual({ text: 'P0A7', fast: true })
  })

  it('may hold Shift for capitals', () => {
    const buffer = new ScanBuffer()
    const strokes: Stroke[] = [
      { key: 'Shift', code: 'ShiftLeft', at: 0 },
      { key: 'P', code: 'KeyP', shiftKey: true, at: 5 },
      { key: '7', code: 'Digit7', at: 10 },
    ]
    strokes.forEach((stroke) => buffer.feed(stroke))
    expect(buffer.feed({ key: 'Enter', code: 'Enter', at: 15 })?.text).toBe('P7')
  })

  it('gives two scans for two codes', () => {
    const buffer = new ScanBuffer()
    expect(type(buffer, 'P0000007A', 5)?.text).toBe('P0000007A')
    expect(type(buffer, 'K0000001B', 5, 200)?.text).toBe('K0000001B')
  })
})

describe('a hand', () => {
  it('is no scanner', () => expect(type(new ScanBuffer(), 'P0000007A', 180)).toEqual({ text: 'P0000007A', fast: false }))

  it('that pauses starts anew', () => {
    const buffer = new ScanBuffer()
    buffer.feed({ key: 'x', code: 'KeyX', at: 0 })
    expect(type(buffer, 'P7', 5, 5000)?.text).toBe('P7')
  })

  it('breaks off with Escape or a command', () => {
    const buffer = new ScanBuffer()
    buffer.feed({ key: 'a', code: 'KeyA', at: 0 })
    buffer.feed({ key: 'Escape', code: 'Escape', at: 10 })
    expect(buffer.length).toBe(0)
    buffer.feed({ key: 'a', code: 'KeyA', at: 20 })
    buffer.feed({ key: 'c', code: 'KeyC', command: true, at: 30 })
    expect(buffer.feed({ key: 'Enter', code: 'Enter', at: 40 })).toBeNull()
  })

  it('that presses only Enter scans nothing', () => expect(new ScanBuffer().feed({ key: 'Enter', code: 'Enter', at: 0 })).toBeNull())
})

it('an endless stream is cut, not collected', () => {
  const buffer = new ScanBuffer()
  for (let at = 0; at < 1000; at++) buffer.feed({ key: 'A', code: 'KeyA', at })
  expect(buffer.length).toBeLessThanOrEqual(64)
})

it('codes are told by their shape after full-width and blanks are made plain', () => {
  expect(normalise(' ｐ００００００７ａ ')).toBe('P0000007A')
  expect(looksLikeCode('p0000007a')).toBe(true)
  expect(looksLikeCode('X0000007A')).toBe(false)
  expect(looksLikeCode('P000007A')).toBe(false)
})
