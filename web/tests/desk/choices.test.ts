import { describe, expect, it } from 'vitest'

import { bestOf, type Choice } from '@/pages/desk/cutting/choices'

function choice(goal: string, figures: Partial<Choice['figures']>): Choice {
  const whole = { sheets: 3, cost: 300, largest_offcut: 10, cuts: 40, patterns: 3, open_orders: 2, gap: 0, optimal: true, ...figures }
  return { goal, name: { zh: goal, en: goal }, waiting: 0, figures: whole, patterns: [] }
}

describe('bestOf', () => {
  it('names the most of the largest rest and the least of the others', () => {
    expect(bestOf([choice('material', {}), choice('offcuts', { largest_offcut: 20, cuts: 44 })])).toEqual({ largest_offcut: 20, cuts: 40 })
  })
  it('names nothing where all plans are alike, or there are none', () => {
    expect(bestOf([choice('material', {}), choice('orders', {})])).toEqual({})
    expect(bestOf([])).toEqual({})
  })
})
