/** The offline shell: registers the service worker and offers a new version instead of reloading under somebody's hands. */

import { registerSW } from 'virtual:pwa-register'

import { i18n } from '@/i18n'
import { useNotices } from '@/stores/notices'

const HOUR_MS = 3_600_000

export function offerUpdates(): void {
  const update = registerSW({
    onNeedRefresh() {
      const { t } = i18n.global
      useNotices().say('ok', t('state.updateReady'), { label: t('action.update'), run: () => void update(true) })
    },
    onRegisteredSW(_address, registration) {
      // A station's page stays open for weeks; look for a new version now and then.
      if (registration) setInterval(() => void registration.update().catch(() => undefined), HOUR_MS)
    },
  })
}
