/** The station this device stands at: chosen once per kind of work and remembered; the scans made there. */

import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'

import { api } from '@/api/client'
import type { ScanAnswer, Station, StationWork } from '@/api/types'
import { useLive } from '@/stores/live'
import { useNotices } from '@/stores/notices'
import { useScans, type Outcome } from '@/stores/scans'

import { throttled } from './throttled'
import { signal } from './tones'
import { useLoad } from './useLoad'

interface Options {
  /** Name under which the choice is remembered. */
  kind: 'floor' | 'pack' | 'ship'
  /** Which stations may be chosen here. */
  fits: (station: Station) => boolean
  shipment?: () => string
  /** Each answer, also a late one. */
  answered?: (answer: ScanAnswer) => void
}

export function useStation({ kind, fits, shipment, answered }: Options) {
  const KEPT = `shuanglun.station.${kind}`
  const scans = useScans()
  const notices = useNotices()
  const live = useLive()
  const { t } = useI18n()

  const all = useLoad((abort) => api.get<{ stations: Station[] }>('/stations', undefined, { signal: abort }))
  const chosen = ref(localStorage.getItem(KEPT))
  const stations = computed(() => (all.data.value?.stations ?? keptStations()).filter(fits))
  // Where there is only one, nobody is asked.
  const station = computed(() => stations.value.find((each) => each.id === chosen.value) ?? (kind !== 'floor' && stations.value.length === 1 ? stations.value[0] : undefined) ?? null)
  // By its event, so that an answer that comes later shows as soon as it is there.
  const lastEvent = ref<string | null>(null)
  const last = computed(() => scans.outcomes.find((each) => each.event === lastEvent.value) ?? null)
  const own = computed(() => scans.outcomes.filter((each) => each.station_id === station.value?.id))

  const work = useLoad(
    async (abort) => (station.value ? api.get<StationWork>(`/stations/${station.value.id}/work`, undefined, { signal: abort }) : null),
    { immediate: false },
  )
  const refresh = throttled(() => void work.reload(), 1500)

  watch(() => all.data.value, (data) => data && localStorage.setItem('shuanglun.stations', JSON.stringify(data.stations)))
  watch(() => station.value?.id, (id) => {
    lastEvent.value = null
    work.data.value = null
    if (id) void work.reload()
  }, { immediate: true })
  live.on(['pieces', 'packages', 'plans'], refresh)

  function keptStations(): Station[] {
    try {
      return JSON.parse(localStorage.getItem('shuanglun.stations') ?? '[]') as Station[]
    } catch {
      return []
    }
  }

  function choose(wanted: Station | null): void {
    chosen.value = wanted?.id ?? null
    if (wanted) localStorage.setItem(KEPT, wanted.id)
    else localStorage.removeItem(KEPT)
  }

  function sound(outcome: Outcome): void {
    if (outcome.state === 'answered' && outcome.answer) signal(outcome.answer.tone)
    else signal(outcome.state === 'waiting' ? 'kept' : 'error')
  }

  async function scan(text: string): Promise<void> {
    if (!station.value) return
    const slow = setTimeout(() => {
      const sending = scans.outcomes[0]
      if (sending?.state === 'sending') lastEvent.value = sending.event
    }, 300)
    try {
      const outcome = await scans.take(station.value.id, text, shipment?.())
      lastEvent.value = outcome.event
      sound(outcome)
      if (outcome.answer) answered?.(outcome.answer)
    } catch {
      signal('error')
      notices.say('error', t('floor.scan.full'))
    } finally {
      clearTimeout(slow)
      refresh()
    }
  }

  return { all, stations, station, work, last, own, choose, scan, refresh }
}
