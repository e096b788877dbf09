import { describe, expect, it } from 'vitest'

import type { ExplainInput, ExplainStep } from '@/api/types/desk'
import { filled, path, readable, sources, walk } from '@/components/explain/walk'

function input(name: string, value: number, kind: ExplainInput['kind'], given: Partial<ExplainInput> = {}): ExplainInput {
  return { name, label_zh: name, label_en: name, value, unit: 'mm', kind, ...given }
}
function step(name: string, formula: string, value: number, inputs: ExplainInput[]): ExplainStep {
  return { name, label_zh: name, label_en: name, formula, value, unit: 'mm', inputs }
}
// As the server gives them: what is computed first comes first, the asked value is the last one.
const STEPS = [
  step('洞口高', '高-地材厚', 2157, [input('高', 2165, 'parameter', { cell: 'H7' }), input('地材厚', 8, 'parameter')]),
  step('净高', '洞口高-套板厚', 2132, [input('洞口高', 2157, 'value'), input('套板厚', 25, 'constant', { note: '材料表' })]),
  step('门扇高', '净高-扇顶缝-地缝', 2119, [input('净高', 2132, 'value'), input('扇顶缝', 3, 'constant'), input('地缝', 10, 'constant')]),
  step('门扇.长', '门扇高', 2119, [input('门扇高', 2119, 'value')]),
]

describe('an explanation', () => {
  it('is walked from the asked value down to the order', () => {
    expect(walk(STEPS).map((entry) => [entry.step.name, entry.depth])).toEqual([['门扇.长', 0], ['门扇高', 1], ['净高', 2], ['洞口高', 3]])
  })

  it('leads from an input to the step that explains it, and nowhere from constants', () => {
    const order = walk(STEPS)
    expect(order[0]!.leads).toEqual([1])
    expect(order[2]!.leads).toEqual([3, null])
  })

  it('shows the path back to the asked value', () => {
    expect(path(walk(STEPS), 3)).toEqual([0, 1, 2, 3])
  })

  it('visits a value used twice once, and ends where values use each other', () => {
    const twice = [
      step('a', '1', 1, []),
      step('b', 'a+a', 2, [input('a', 1, 'value'), input('a', 1, 'value')]),
      step('c', 'b+a', 3, [input('b', 2, 'value'), input('a', 1, 'value')]),
    ]
    expect(walk(twice).map((entry) => entry.step.name)).toEqual(['c', 'b', 'a'])
    expect(walk(twice)[0]!.leads).toEqual([1, 2])
    const ring = [step('x', 'y', 1, [input('y', 1, 'value')]), step('y', 'x', 1, [input('x', 1, 'value')])]
    expect(walk(ring)).toHaveLength(2)
  })

  it('loses no step that nothing leads to', () => {
    expect(walk([step('lost', '1', 1, []), ...STEPS]).map((entry) => entry.step.name)).toContain('lost')
    expect(walk([])).toEqual([])
  })

  it('ends at the order’s own cells', () => {
    expect(sources(walk(STEPS)).map((found) => [found.name, found.cell])).toEqual([['高', 'H7'], ['地材厚', undefined]])
  })
})

describe('a formula', () => {
  const show = (given: ExplainInput): string => String(given.value)

  it('is shown with numbers in place of names, longer names not torn apart', () => {
    expect(filled('净高-扇顶缝-地缝', STEPS[2]!.inputs, show)).toBe('2132-3-10')
    expect(filled('宽度+宽', [input('宽', 1, 'value'), input('宽度', 2, 'value')], show)).toBe('2+1')
    expect(filled('门扇.长*2', [input('门扇.长', 7, 'value')], show)).toBe('7*2')
  })

  it('keeps texts in quotes and the names of functions', () => {
    expect(filled('IF(基准="高", 高, 0)', [input('高', 5, 'parameter')], show)).toBe('IF(基准="高", 5, 0)')
  })

  it('is written as people write it', () => {
    expect(readable('=净宽-2*扇侧缝')).toBe('净宽 − 2 × 扇侧缝')
    expect(readable('(洞口宽-包框宽)/2')).toBe('(洞口宽 − 包框宽) ÷ 2')
    expect(readable('IF(规则="a*b", 1, 2)')).toContain('"a*b"')
  })
})
