/** A price list being edited: the file's data as text fields, with undo. Pure but for Vue's refs. */

import { computed, ref } from 'vue'

import type { Names } from '@/api/types'
import type { PriceData, RuleData } from '@/api/types/odesk'

export const METHODS = ['set', 'area', 'metre', 'area_by_wall', 'metre_by_wall', 'by_length'] as const
export const MEASURES = ['width', 'height', 'wall', 'length', 'area', 'perimeter', 'track'] as const
export const BANDED: readonly string[] = ['area_by_wall', 'metre_by_wall', 'by_length']

export function zh(label: Names | string | undefined): string {
  return typeof label === 'string' ? label : (label?.zh ?? '')
}
export function withZh(label: Names | string | undefined, text: string): Names {
  const before = typeof label === 'string' || !label ? { zh: label ?? '', en: label ?? '' } : label
  // An English name that only repeated the Chinese one goes on doing so.
  return { zh: text, en: before.en && before.en !== before.zh ? before.en : text }
}

/** Text of a field as the file should hold it: a number where it is one, nothing where it is empty. */
export function plain(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (!trimmed) return undefined
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
}
export function words(value: (string | number)[] | string | undefined): string {
  return Array.isArray(value) ? value.join('，') : String(value ?? '')
}
export function listOf(text: string): string[] {
  return text.split(/[,，、\s]+/).filter(Boolean)
}

export function freshRule(taken: readonly string[]): RuleData {
  let at = taken.length + 1
  while (taken.includes(`rule_${at}`)) at += 1
  return { id: `rule_${at}`, label: { zh: '', en: '' }, when: { model: [] }, method: 'set', price: 0 }
}

/** The same data without what is undefined, so that the file holds no empty names. */
export function clean<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => clean(each) as unknown) as T
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [name, clean(one as unknown)])) as T
  return value
}

export function useEditing(start: PriceData) {
  const data = ref<PriceData>(structuredClone(start))
  const past = ref<PriceData[]>([])
  const first = JSON.stringify(clean(start))
  const isChanged = computed(() => JSON.stringify(clean(data.value)) !== first)

  function change(make: (next: PriceData) => void): void {
    const before = data.value
    const next = JSON.parse(JSON.stringify(before)) as PriceData
    make(next)
    if (JSON.stringify(next) === JSON.stringify(before)) return
    past.value = [...past.value.slice(-99), before]
    data.value = clean(next)
  }
  function undo(): void {
    const last = past.value.at(-1)
    if (!last) return
    data.value = last
    past.value = past.value.slice(0, -1)
  }
  return { data, change, undo, canUndo: computed(() => past.value.length > 0), isChanged }
}
