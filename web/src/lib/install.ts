/** "Install on this phone", where the browser offers it. */

import { ref } from 'vue'

interface InstallEvent extends Event {
  prompt: () => Promise<void>
}

let offer: InstallEvent | null = null

export const canInstall = ref(false)
export const installed = ref(window.matchMedia('(display-mode: standalone)').matches)

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  offer = event as InstallEvent
  canInstall.value = true
})
window.addEventListener('appinstalled', () => {
  installed.value = true
  canInstall.value = false
})

export async function install(): Promise<void> {
  await offer?.prompt()
  offer = null
  canInstall.value = false
}
