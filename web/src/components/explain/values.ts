/** Values of an explanation as people read them. */

import { useI18n } from 'vue-i18n'

import type { Names } from '@/api/types'
import type { ExplainInput, ExplainStep } from '@/api/types/desk'
import { useChoiceNames } from '@/lib/useChoiceNames'
import { useFormat } from '@/lib/useFormat'

const BARE = new Set(['1', 'text', 'yes/no', ''])

export function useValues() {
  const { t, te, locale } = useI18n()
  const { pick } = useFormat()
  const choice = useChoiceNames()

  function bare(value: unknown): string {
    if (value === null || value === undefined || value === '') return '–'
    if (typeof value === 'number') return String(Math.round(value * 1000) / 1000)
    if (typeof value === 'boolean') return t(value ? 'desk.yes' : 'desk.no')
    if (typeof value === 'object' && 'zh' in value) return pick(value as Names)
    return choice(value)
  }

  /** With its unit: "2046 mm", "3 个". */
  function value(given: unknown, unit: string | null | undefined): string {
    const text = bare(given)
    if (!unit || BARE.has(unit)) return text
    return `${text} ${unit === 'pcs' ? t('desk.hardwareUnit.pcs') : unit}`
  }

  /** What an input is worth in the reader's language. */
  function valueOf(input: ExplainInput): unknown {
    return locale.value === 'en' ? (input.value_en ?? input.value) : input.value
  }

  function labelOf(input: ExplainInput): string {
    const own = locale.value === 'zh' ? input.label_zh : input.label_en
    if (own) return own
    return te(`desk.param.${input.name}`, 'zh') ? t(`desk.param.${input.name}`) : input.name
  }

  function stepLabel(step: ExplainStep, language: string): string {
    return (language === 'zh' ? step.label_zh : step.label_en) || step.label_zh || step.name
  }

  function words(given: string | Names | null | undefined): string {
    return pick(given ?? '')
  }

  return { bare, value, valueOf, labelOf, stepLabel, words }
}
