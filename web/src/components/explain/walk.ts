/** An explanation as a walk: the asked value first, then what it rests on, each value once, nearest first. */

import type { ExplainInput, ExplainStep } from '@/api/types/desk'

export interface WalkStep {
  step: ExplainStep
  /** How many values lie between this one and the asked one. */
  depth: number
  /** Index of the step that uses this one; null for the asked value. */
  parent: number | null
  /** For each input: the index of the step that explains it, or null. */
  leads: (number | null)[]
}

function keyed(steps: readonly ExplainStep[]): Map<string, ExplainStep> {
  const found = new Map<string, ExplainStep>()
  for (const step of steps) {
    for (const name of [step.name, step.label_zh, step.label_en]) if (name && !found.has(name)) found.set(name, step)
  }
  return found
}

/** The last step is the asked value; steps nothing leads to are put at the end, so that none is lost. */
export function walk(steps: readonly ExplainStep[]): WalkStep[] {
  const asked = steps.at(-1)
  if (!asked) return []
  const byName = keyed(steps)
  const order: WalkStep[] = []
  const at = new Map<ExplainStep, number>()

  function visit(step: ExplainStep, depth: number, parent: number | null): void {
    const index = order.length
    order.push({ step, depth, parent, leads: [] })
    at.set(step, index)
    for (const input of step.inputs) {
      const next = byName.get(input.name)
      if (next && !at.has(next)) visit(next, depth + 1, index)
    }
  }

  visit(asked, 0, null)
  for (const step of [...steps].reverse()) if (!at.has(step)) visit(step, 1, 0)
  for (const entry of order) {
    entry.leads = entry.step.inputs.map((input) => {
      const next = byName.get(input.name)
      return next && next !== entry.step ? (at.get(next) ?? null) : null
    })
  }
  return order
}

/** From the asked value down to a step: their indices. */
export function path(order: readonly WalkStep[], index: number): number[] {
  const found: number[] = []
  for (let at: number | null = index; at !== null; at = order[at]?.parent ?? null) found.unshift(at)
  return found
}

const NAME = /[\p{L}_][\p{L}\p{N}_.]*/gu

/** A formula with its names replaced by values: "净高-扇顶缝-地缝" to "2046-3-10". Texts in quotes stay. */
export function filled(formula: string, inputs: readonly ExplainInput[], show: (input: ExplainInput) => string): string {
  const byName = new Map<string, ExplainInput>()
  for (const input of inputs) for (const name of [input.name, input.label_zh, input.label_en]) if (name) byName.set(name, input)
  return formula
    .split(/("[^"]*")/)
    .map((part, index) => (index % 2 ? part : part.replace(NAME, (name) => (byName.has(name) ? show(byName.get(name)!) : name))))
    .join('')
}

/** Operators as people write them. */
export function readable(formula: string): string {
  return formula
    .replace(/^=/, '')
    .split(/("[^"]*")/)
    .map((part, index) => (index % 2 ? part : part.replaceAll('*', ' × ').replaceAll('/', ' ÷ ').replace(/\s*([+<>=]|(?<=[\p{L}\p{N})])-)\s*/gu, ' $1 ').replaceAll(' - ', ' − ')))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** The inputs that come from the order itself, with their cells: where the walk ends. */
export function sources(order: readonly WalkStep[]): ExplainInput[] {
  const found = new Map<string, ExplainInput>()
  for (const { step } of order) for (const input of step.inputs) if (input.kind === 'parameter') found.set(input.name, input)
  return [...found.values()]
}
