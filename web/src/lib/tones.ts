/** Sounds of a station: heard over machines, told apart without looking. Made in the browser, no sound files. */

export type Sound = 'ok' | 'warn' | 'error' | 'kept'

interface Note {
  hertz: number
  from: number
  seconds: number
  wave: OscillatorType
}

const SOUNDS: Record<Sound, Note[]> = {
  ok: [{ hertz: 880, from: 0, seconds: 0.07, wave: 'sine' }, { hertz: 1320, from: 0.08, seconds: 0.12, wave: 'sine' }],
  warn: [{ hertz: 520, from: 0, seconds: 0.12, wave: 'triangle' }, { hertz: 520, from: 0.2, seconds: 0.12, wave: 'triangle' }],
  error: [{ hertz: 185, from: 0, seconds: 0.7, wave: 'sawtooth' }],
  kept: [{ hertz: 660, from: 0, seconds: 0.1, wave: 'sine' }],
}
const SHAKES: Record<Sound, number[]> = { ok: [40], warn: [60, 80, 60], error: [400], kept: [30] }
const KEPT = 'shuanglun.mute'

let context: AudioContext | null = null

export function muted(): boolean {
  return localStorage.getItem(KEPT) === '1'
}

export function setMuted(mute: boolean): void {
  localStorage.setItem(KEPT, mute ? '1' : '0')
}

function play(note: Note, audio: AudioContext): void {
  const start = audio.currentTime + note.from
  const end = start + note.seconds
  const volume = audio.createGain()
  const voice = audio.createOscillator()
  voice.type = note.wave
  voice.frequency.value = note.hertz
  // A ramp at both ends keeps the loudspeaker from clicking.
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(0.5, start + 0.01)
  volume.gain.setValueAtTime(0.5, Math.max(start + 0.01, end - 0.02))
  volume.gain.linearRampToValueAtTime(0, end)
  voice.connect(volume).connect(audio.destination)
  voice.start(start)
  voice.stop(end)
}

/** Sound and shake; silent where the browser does not allow it yet (no key or touch so far). */
export function signal(sound: Sound): void {
  navigator.vibrate?.(SHAKES[sound])
  if (muted() || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  void context.resume()
  for (const note of SOUNDS[sound]) play(note, context)
}
