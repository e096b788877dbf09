import { describe, expect, it } from 'vitest'

import en from '@/i18n/en'
import zh from '@/i18n/zh'

type Messages = { [key: string]: string | Messages }

function keys(messages: Messages, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keys(value, `${prefix}${key}.`)))
}

function places(messages: Messages, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, [...value.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join()]]
        : Object.entries(places(value, `${prefix}${key}.`)),
    ),
  )
}

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect(keys(en as Messages).sort()).toEqual(keys(zh as Messages).sort())
  })

  it('have the same blanks to fill in both languages', () => {
    expect(places(en as Messages)).toEqual(places(zh as Messages))
  })

  it('are nowhere empty', () => {
    for (const messages of [zh, en] as Messages[]) {
      const texts = JSON.stringify(messages)
      expect(texts).not.toContain('""')
    }
  })
})
