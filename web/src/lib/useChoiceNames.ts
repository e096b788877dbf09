/** What a choice is called: by the factory's own word where it has one, else as everywhere. */
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { api } from '@/api/client'
import { useSession } from '@/stores/session'

const own = ref<Record<string, string>>({})
let asked: string | null = null

async function load(person: string): Promise<void> {
  asked = person
  try {
    own.value = (await api.get<{ names: Record<string, string> }>('/choice-names')).names
  } catch {
    // The usual names do as well; the next page asks again.
    asked = null
  }
}

export function useChoiceNames(): (code: unknown) => string {
  const { t, te, locale } = useI18n()
  const session = useSession()
  const person = session.me?.person.id
  if (person && asked !== person && session.can('factory:orders:read')) void load(person)
  return (code) => {
    const text = String(code)
    if (locale.value === 'zh' && own.value[text]) return own.value[text]
    return te(`desk.choice.${text}`, 'zh') ? t(`desk.choice.${text}`) : text
  }
}
