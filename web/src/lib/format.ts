/** Numbers, lengths, days and times as people read them. Pure functions; language and zone come in as arguments. */

import type { Names } from '@/api/types'

export type Language = 'zh' | 'en'

export const FACTORY_ZONE = 'Asia/Shanghai'

/** Whole 0.1 mm to millimetres: 20500 -> "2050", 20505 -> "2050.5", null -> "–". */
export function millimetres(tenths: number | null | undefined): string {
  if (tenths === null || tenths === undefined || !Number.isFinite(tenths)) return '–'
  const whole = Math.round(tenths)
  const sign = whole < 0 ? '-' : ''
  const size = Math.abs(whole)
  const tail = size % 10
  return `${sign}${Math.trunc(size / 10)}${tail ? `.${tail}` : ''}`
}

/** Length by width by thickness in millimetres, "2050 × 860 × 9". */
export function dimensions(...tenths: (number | null | undefined)[]): string {
  return tenths.map(millimetres).join(' × ')
}

/** Grams to kilograms with one digit: 12345 -> "12.3 kg". */
export function kilograms(grams: number | null | undefined): string {
  return grams === null || grams === undefined ? '–' : `${(grams / 1000).toFixed(1)} kg`
}

/** Thousandths as a percentage: 873 -> "87.3 %". */
export function percent(permille: number | null | undefined): string {
  return permille === null || permille === undefined ? '–' : `${(permille / 10).toFixed(1)}%`
}

export function count(value: number | null | undefined, language: Language): string {
  return value === null || value === undefined ? '–' : new Intl.NumberFormat(tag(language)).format(value)
}

export function tag(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en-GB'
}

/** The name in the reader's language; the other one when it is empty. */
export function pick(names: Names | string | null | undefined, language: Language): string {
  if (!names) return ''
  if (typeof names === 'string') return names
  return names[language] || names.zh || names.en
}

/** `name_zh` / `name_en` pairs. */
export function nameOf(thing: { name_zh?: string; name_en?: string; name?: string }, language: Language): string {
  const own = language === 'zh' ? thing.name_zh : thing.name_en
  return own || thing.name || thing.name_zh || thing.name_en || ''
}

function parts(instant: string, language: Language, options: Intl.DateTimeFormatOptions, zone: string): string {
  const moment = new Date(instant)
  if (Number.isNaN(moment.getTime())) return '–'
  return new Intl.DateTimeFormat(tag(language), { timeZone: zone, hourCycle: 'h23', ...options }).format(moment)
}

/** "14:05" in the factory's zone. */
export function clock(instant: string | null | undefined, language: Language, zone = FACTORY_ZONE): string {
  return instant ? parts(instant, language, { hour: '2-digit', minute: '2-digit' }, zone) : '–'
}

/** "14:05:09" in the factory's zone. */
export function clockSeconds(instant: string | null | undefined, language: Language, zone = FACTORY_ZONE): string {
  return instant ? parts(instant, language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, zone) : '–'
}

/** "7月3日 14:05" / "3 Jul, 14:05" in the factory's zone. */
export function dayClock(instant: string | null | undefined, language: Language, zone = FACTORY_ZONE): string {
  if (!instant) return '–'
  const month = language === 'zh' ? 'long' : 'short'
  return parts(instant, language, { month, day: 'numeric', hour: '2-digit', minute: '2-digit' }, zone)
}

/** A calendar day without a zone: "7月3日" / "3 Jul"; with `weekday` also "星期五" / "Fri". */
export function day(value: string | null | undefined, language: Language, weekday = false): string {
  if (!value) return '–'
  const month = language === 'zh' ? 'long' : 'short'
  const options: Intl.DateTimeFormatOptions = { month, day: 'numeric' }
  if (weekday) options.weekday = language === 'zh' ? 'long' : 'short'
  return parts(`${value.slice(0, 10)}T00:00:00Z`, language, options, 'UTC')
}

/** How long, in the two largest units that matter: 93784 s -> "1 天 2 小时" / "1 d 2 h". */
export function duration(seconds: number | null | undefined, language: Language): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–'
  const whole = Math.max(0, Math.round(seconds))
  const units: [number, string, string][] = [
    [86400, '天', 'd'],
    [3600, '小时', 'h'],
    [60, '分', 'min'],
    [1, '秒', 's'],
  ]
  const first = units.findIndex(([size]) => whole >= size)
  if (first < 0) return language === 'zh' ? '0 秒' : '0 s'
  // Seconds beside minutes only below ten minutes: beyond that they are noise.
  const last = first === 2 && whole >= 600 ? first : first + 1
  let rest = whole
  const words: string[] = []
  for (const [size, zh, en] of units.slice(first, last + 1)) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount) words.push(`${amount} ${language === 'zh' ? zh : en}`)
  }
  return words.join(' ')
}
