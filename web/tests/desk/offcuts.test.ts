import { describe, expect, it } from 'vitest'

import { fenOf, tenths } from '@/pages/desk/cutting/offcuts'

describe('what is typed about an off-cut', () => {
  it('reads millimetres as 0.1 mm', () => {
    expect([tenths('800'), tenths('800.5'), tenths(' ８００ '), tenths('800,5')]).toEqual([8000, 8005, 8000, 8005])
  })
  it('knows what is no length', () => {
    expect(['', '-5', 'abc', '0', '8e2', '1.2.3'].map(tenths)).toEqual([null, null, null, null, null, null])
  })
  it('reads yuan as fen and nothing as none', () => {
    expect([fenOf('12.34'), fenOf(''), fenOf('-1')]).toEqual([1234, 0, 0])
  })
})
