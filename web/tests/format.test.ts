import { describe, expect, it } from 'vitest'

import { clock, day, dayClock, dimensions, duration, kilograms, millimetres, percent } from '@/lib/format'

describe('lengths', () => {
  it('are whole 0.1 mm shown as millimetres without a useless digit', () => {
    expect(millimetres(20500)).toBe('2050')
    expect(millimetres(20505)).toBe('2050.5')
    expect(millimetres(5)).toBe('0.5')
    expect(millimetres(0)).toBe('0')
    expect(millimetres(-35)).toBe('-3.5')
  })

  it('show a dash where there is none', () => {
    expect(millimetres(null)).toBe('–')
    expect(millimetres(undefined)).toBe('–')
    expect(millimetres(Number.NaN)).toBe('–')
  })

  it('join to sizes', () => {
    expect(dimensions(20500, 8600, 90)).toBe('2050 × 860 × 9')
  })
})

describe('other measures', () => {
  it('weights are grams shown as kilograms', () => expect(kilograms(12345)).toBe('12.3 kg'))
  it('thousandths are percent', () => expect(percent(873)).toBe('87.3%'))
  it('durations name the two largest units', () => {
    expect(duration(93784, 'zh')).toBe('1 天 2 小时')
    expect(duration(3660, 'en')).toBe('1 h 1 min')
    expect(duration(3600, 'en')).toBe('1 h')
    expect(duration(125, 'zh')).toBe('2 分 5 秒')
    expect(duration(1805, 'zh')).toBe('30 分')
    expect(duration(0, 'zh')).toBe('0 秒')
    expect(duration(-5, 'zh')).toBe('0 秒')
  })
})

describe('times', () => {
  it('are the factory’s local time, whatever zone the phone is in', () => {
    expect(clock('2026-07-03T06:05:00Z', 'zh', 'Asia/Shanghai')).toBe('14:05')
    expect(clock('2026-07-03T16:00:00Z', 'zh', 'Asia/Shanghai')).toBe('00:00')
    expect(dayClock('2026-07-03T20:05:00Z', 'zh', 'Asia/Shanghai')).toContain('7月4日')
  })

  it('days have no zone', () => {
    expect(day('2026-07-03', 'zh')).toBe('7月3日')
    expect(day('2026-07-03', 'en')).toBe('3 Jul')
  })

  it('nonsense is a dash', () => expect(clock('yesterday', 'zh')).toBe('–'))
})
