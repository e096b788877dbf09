/** Chinese first; English is fetched when somebody asks for it. */

import { createI18n } from 'vue-i18n'

import zh from './zh'

export type Language = 'zh' | 'en'

const KEPT = 'shuanglun.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as Record<string, typeof zh>,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
})

export function keptLanguage(): Language {
  return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'
}

/** Switch every text on the page; remembered on this device. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en')) {
    const messages = (await import('./en')).default
    i18n.global.setLocaleMessage('en', messages as unknown as typeof zh)
  }
  i18n.global.locale.value = language
  localStorage.setItem(KEPT, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}
