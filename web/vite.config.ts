import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const server = process.env.SHUANGLUN_SERVER ?? 'http://127.0.0.1:8000'

// Libraries only desk pages use get a chunk name of their own, so that phones neither load nor precache them.
// What everybody needs is named first: a group takes what its members import along with them.
const groups = [
  { name: 'vue', priority: 10, test: /node_modules[\\/](vue|@vue|vue-router|pinia|vue-i18n|@intlify)[\\/]/ },
  { name: 'desk-element', test: /node_modules[\\/](element-plus|@element-plus|async-validator|dayjs|@floating-ui|lodash)/ },
  { name: 'desk-charts', test: /node_modules[\\/](echarts|zrender)/ },
]

export default defineConfig({
  plugins: [
    vue(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        name: '双轮 · 定制门工厂',
        short_name: '双轮',
        description: '定制门工厂：订单、拆单、排产、扫码、看板',
        lang: 'zh-CN',
        id: '/',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f5f4f0',
        theme_color: '#1b3a5b',
        icons: [
          { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,wasm,woff2}'],
        globIgnores: ['**/desk-*'],
        maximumFileSizeToCacheInBytes: 3_000_000,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//],
        cleanupOutdatedCaches: true,
        runtimeCaching: [
          {
            urlPattern: /\/assets\/desk-/,
            handler: 'CacheFirst',
            options: { cacheName: 'desk', expiration: { maxEntries: 60 } },
          },
        ],
      },
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': server } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk) =>
          chunk.facadeModuleId?.includes('/pages/desk/') || chunk.name.startsWith('desk-')
            ? `assets/${chunk.name.startsWith('desk-') ? '' : 'desk-'}[name]-[hash].js`
            : 'assets/[name]-[hash].js',
        codeSplitting: { groups },
      },
    },
  },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'] },
})
