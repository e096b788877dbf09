import './theme/tokens.css'
import './theme/base.css'
import './theme/vant'

import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { i18n, keptLanguage, setLanguage } from './i18n'
import './lib/install'
import { offerUpdates } from './lib/updates'
import { router } from './router'

async function start(): Promise<void> {
  await setLanguage(keptLanguage())
  createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
  offerUpdates()
}

void start()
