/** Who is signed in, what they may do, which language they read. */

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { ApiError, api, hasCsrf, onOldToken, setCsrf } from '@/api/client'
import type { Me, Permission } from '@/api/types'
import { setLanguage, type Language } from '@/i18n'

// Kept so that a station can be opened and scans be taken while the network is away. Holds no secret: neither cookie nor CSRF token.
const KEPT = 'shuanglun.me'
// A language somebody chose and the server has not confirmed: leaving the page at once must not bring the old one back.
const UNSAID = 'shuanglun.language.unsaid'

function kept(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Me | null
  } catch {
    return null
  }
}

function unsaid(person: string): Language | null {
  try {
    const choice = JSON.parse(localStorage.getItem(UNSAID) ?? 'null') as { person: string; language: Language } | null
    return choice?.person === person ? choice.language : null
  } catch {
    return null
  }
}

export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const known = ref(false)
  const signedIn = computed(() => me.value !== null)

  function take(answer: Me): void {
    setCsrf(answer.csrf)
    const chosen = unsaid(answer.person.id)
    me.value = chosen === null ? answer : { ...answer, person: { ...answer.person, language: chosen } }
    known.value = true
    localStorage.setItem(KEPT, JSON.stringify({ ...me.value, csrf: '' }))
    void setLanguage(me.value.person.language)
    if (chosen !== null) void tell(answer.person.id, chosen).catch(() => undefined)
  }

  async function tell(person: string, language: Language): Promise<void> {
    await api.post('/me/language', { language })
    if (unsaid(person) === language) localStorage.removeItem(UNSAID)
  }

  function forget(): void {
    setCsrf('')
    me.value = null
    known.value = true
    localStorage.removeItem(KEPT)
  }

  /** Ask the server who is signed in; without a network go on as the one who was. */
  async function load(): Promise<void> {
    try {
      take(await api.get<Me>('/me', undefined, { timeout: 8000 }))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) forget()
      else {
        me.value = kept()
        known.value = true
      }
    }
  }

  /** After the network came back: the token that writing calls need. */
  async function refresh(): Promise<boolean> {
    if (!hasCsrf()) await load()
    return hasCsrf()
  }

  // The same person's new token may be used at once; another person's must not carry what this one did.
  onOldToken(async () => {
    const before = me.value?.person.id
    await load()
    return hasCsrf() && me.value?.person.id === before
  })

  async function signIn(login: string, password: string): Promise<void> {
    take(await api.post<Me>('/sign-in', { login, password }, { timeout: 20000 }))
  }

  async function signOut(): Promise<void> {
    try {
      await api.post('/sign-out')
    } finally {
      forget()
    }
  }

  async function speak(language: Language): Promise<void> {
    const person = me.value?.person
    if (me.value && person) {
      localStorage.setItem(UNSAID, JSON.stringify({ person: person.id, language }))
      me.value = { ...me.value, person: { ...person, language } }
    }
    await setLanguage(language)
    if (person) await tell(person.id, language)
  }

  function can(permission: Permission): boolean {
    return me.value?.permissions.includes(permission) ?? false
  }

  return { me, known, signedIn, load, refresh, signIn, signOut, forget, speak, can }
})
