/** Words the server gives as codes, in the reader's language; a word we do not know is shown as it came. */

import { useI18n } from 'vue-i18n'

import type { Names } from '@/api/types'

import { useFormat } from './useFormat'

export function useWords() {
  const { t, te } = useI18n()
  const { pick } = useFormat()
  const word = (group: string, code: string): string => (te(`${group}.${code}`, 'zh') ? t(`${group}.${code}`) : code)
  return {
    operation: (code: string): string => word('operation', code),
    reason: (given: string | Names | null | undefined): string => (typeof given === 'string' ? word('reason', given) : pick(given)),
  }
}
