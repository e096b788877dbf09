/**
 * Key strokes of a keyboard-wedge scanner put together to codes. A scanner types like a very fast hand and ends with Enter;
 * with a Chinese input method on, the browser hides the characters ("Process"), so the physical key is read instead.
 */

export interface Stroke {
  key: string
  code: string
  shiftKey?: boolean
  /** Ctrl, Alt or Meta held: a command, no text. */
  command?: boolean
  /** Milliseconds, any origin. */
  at: number
}

export interface Scan {
  text: string
  /** Every gap was shorter than a hand can type. */
  fast: boolean
}

/** No hand keeps under this between keys; scanners send every 1 to 30 ms. */
export const FAST_MS = 50
/** After such a pause what stands in the buffer was something else. */
export const FORGET_MS = 1500
const LONGEST = 64

/** The character of a stroke, or null when it writes none. */
export function character(stroke: Stroke): string | null {
  if (stroke.key.length === 1) return stroke.key
  if (stroke.key !== 'Process' && stroke.key !== 'Unidentified') return null
  const letter = /^Key([A-Z])$/.exec(stroke.code)?.[1]
  if (letter) return letter
  return /^(?:Digit|Numpad)(\d)$/.exec(stroke.code)?.[1] ?? null
}

function ends(stroke: Stroke): boolean {
  return stroke.key === 'Enter' || stroke.code === 'Enter' || stroke.code === 'NumpadEnter'
}

/** Shape of a scan code (docs: kernel codes); whether it is a right one is for the server to say. */
export function looksLikeCode(text: string): boolean {
  return /^[PHKSBLMU][0-9A-Z]{8}$/.test(normalise(text))
}

/** As codes are stored: no blanks, upper case, full-width made plain. */
export function normalise(text: string): string {
  const plain = text.replace(/[\uff01-\uff5e]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0))
  return plain.replace(/\s+/g, '').toUpperCase()
}

export class ScanBuffer {
  private text = ''
  private last = 0
  private slowest = 0

  get length(): number {
    return this.text.length
  }

  clear(): void {
    this.text = ''
    this.slowest = 0
  }

  /** Take a stroke; gives the scan when the stroke ends one. */
  feed(stroke: Stroke): Scan | null {
    const gap = stroke.at - this.last
    if (this.text && gap > FORGET_MS) this.clear()
    if (stroke.command) {
      this.clear()
      return null
    }
    if (ends(stroke)) {
      const scan = this.text ? { text: this.text, fast: this.text.length > 1 && Math.max(this.slowest, gap) <= FAST_MS } : null
      this.clear()
      return scan
    }
    const written = character(stroke)
    if (written === null) {
      // Shift and its like belong to the next character; anything else (arrows, Backspace, Escape) breaks a scan off.
      if (!['Shift', 'CapsLock', 'Process', 'Unidentified'].includes(stroke.key)) this.clear()
      return null
    }
    if (this.text) this.slowest = Math.max(this.slowest, gap)
    this.text = (this.text + written).slice(-LONGEST)
    this.last = stroke.at
    return null
  }
}
