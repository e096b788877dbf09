/** The formatting functions with the reader's language and the factory's zone filled in. */

import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { useSession } from '@/stores/session'

import * as format from './format'

export function useFormat() {
  const { locale } = useI18n()
  const session = useSession()
  const language = computed(() => locale.value as format.Language)
  const zone = computed(() => session.me?.tenant.time_zone ?? format.FACTORY_ZONE)
  return {
    language,
    zone,
    millimetres: format.millimetres,
    dimensions: format.dimensions,
    kilograms: format.kilograms,
    percent: format.percent,
    count: (value: number | null | undefined) => format.count(value, language.value),
    pick: (names: Parameters<typeof format.pick>[0]) => format.pick(names, language.value),
    nameOf: (thing: Parameters<typeof format.nameOf>[0]) => format.nameOf(thing, language.value),
    clock: (instant: string | null | undefined) => format.clock(instant, language.value, zone.value),
    clockSeconds: (instant: string | null | undefined) => format.clockSeconds(instant, language.value, zone.value),
    dayClock: (instant: string | null | undefined) => format.dayClock(instant, language.value, zone.value),
    day: (value: string | null | undefined, weekday = false) => format.day(value, language.value, weekday),
    duration: (seconds: number | null | undefined) => format.duration(seconds, language.value),
  }
}
