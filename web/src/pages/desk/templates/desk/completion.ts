/** Completing names in formulas, in Chinese and in English alike. Pure. */

import type { FormulaName } from '@/api/types/templates'

export interface Suggestion {
  /** What is put into the formula. */
  text: string
  /** What stands beside it: the other language, the unit. */
  beside: string
  kind: 'name' | 'function'
}

const MOST = 12
const WORD = /[\p{L}\p{N}_.]+$/u

/** The word that ends at the caret, unless it stands within a text in quotes. */
export function wordAt(text: string, caret: number): { word: string; from: number } {
  const before = text.slice(0, caret)
  if ((before.split('"').length - 1) % 2) return { word: '', from: caret }
  const word = WORD.exec(before)?.[0] ?? ''
  // A number is no beginning of a name.
  return /^[\d.]/.test(word) ? { word: '', from: caret } : { word, from: caret - word.length }
}

/** Names and functions that go with the word, those that begin with it first. */
export function suggest(word: string, names: readonly FormulaName[], functions: readonly string[], language: string): Suggestion[] {
  if (!word) return []
  const asked = word.toLowerCase()
  const found: { rank: number; one: Suggestion }[] = []
  for (const name of names) {
    const rank = Math.min(rankOf(name.zh, asked), rankOf(name.name, asked))
    if (rank > 3 || name.zh === word || name.name === word) continue
    // Who types English letters finishes in English; who types Chinese, in Chinese.
    const english = /^[\x20-\x7e]+$/.test(word) && (rankOf(name.name, asked) <= rankOf(name.zh, asked) || language === 'en')
    const [text, other] = english ? [name.name, name.zh] : [name.zh, name.name]
    found.push({ rank, one: { text, beside: [other === text ? '' : other, name.unit === 'text' || name.unit === '1' ? '' : name.unit].filter(Boolean).join(' · '), kind: 'name' } })
  }
  for (const name of functions) {
    if (name.toLowerCase().startsWith(asked)) found.push({ rank: 1, one: { text: `${name}(`, beside: '', kind: 'function' } })
  }
  return found.sort((a, b) => a.rank - b.rank || a.one.text.length - b.one.text.length).slice(0, MOST).map((each) => each.one)
}

function rankOf(name: string, asked: string): number {
  const lower = name.toLowerCase()
  if (lower.startsWith(asked)) return 0
  if (lower.split(/[._]/).some((part) => part.startsWith(asked))) return 2
  return lower.includes(asked) ? 3 : 9
}

/** The formula with the suggestion in the place of the word, and where the caret stands then. */
export function complete(text: string, caret: number, chosen: Suggestion): { text: string; caret: number } {
  const { from } = wordAt(text, caret)
  return { text: text.slice(0, from) + chosen.text + text.slice(caret), caret: from + chosen.text.length }
}
