/** Who is signed in, what they may do, which language they read. */

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { ApiError, api, hasCsrf, onOldToken, setCsrf } from '@/api/client'
import type { Me, Permission } from '@/api/types'
import { setLanguage, type Language } from '@/i18n'

// Kept so that a station can be opened and scans be taken while the network is away. Holds no secret: neither cookie nor CSRF token.
const KEPT = 'shuanglun.me'

function kept(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Me | null
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
    me.value = answer
    known.value = true
    localStorage.setItem(KEPT, JSON.stringify({ ...answer, csrf: '' }))
    void setLanguage(answer.person.language)
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
    await setLanguage(language)
    if (me.value) {
      me.value = { ...me.value, person: { ...me.value.person, language } }
      await api.post('/me/language', { language })
    }
  }

  function can(permission: Permission): boolean {
    return me.value?.permissions.includes(permission) ?? false
  }

  return { me, known, signedIn, load, refresh, signIn, signOut, forget, speak, can }
})
