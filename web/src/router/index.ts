/** Addresses of the app. Every page is loaded when it is first opened. */

import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import type { Permission } from '@/api/types'
import { i18n } from '@/i18n'
import { useSession } from '@/stores/session'

import { deskRoutes } from './desk'
import { homeOf } from './menu'

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's title. */
    title?: string
    /** Asked for before the page opens. */
    permission?: Permission
    /** Menu entry that stays marked on a page below it. */
    menu?: string
    /** Open without sign-in, without the menu around it. */
    bare?: boolean
  }
}

const scan: Permission = 'factory:floor:scan'

const routes: RouteRecordRaw[] = [
  // The guard below sends everybody from here to where their role starts.
  { path: '/', name: 'home', component: () => import('@/pages/me/MissingPage.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('@/pages/sign-in/SignInPage.vue'), meta: { title: 'page.signIn', bare: true } },
  { path: '/board', name: 'board', component: () => import('@/pages/board/BoardPage.vue'), meta: { title: 'page.board', permission: 'factory:board:read' } },
  { path: '/machines', name: 'machines', component: () => import('@/pages/machines/MachinesPage.vue'), meta: { title: 'page.machines', permission: 'factory:machines:read' } },
  { path: '/machines/:id', name: 'machine', component: () => import('@/pages/machines/MachinePage.vue'), meta: { title: 'page.machine', permission: 'factory:machines:read', menu: 'machines' } },
  { path: '/floor', name: 'floor', component: () => import('@/pages/floor/FloorPage.vue'), meta: { title: 'page.floor', permission: scan } },
  { path: '/packing', name: 'packing', component: () => import('@/pages/packing/PackingPage.vue'), meta: { title: 'page.packing', permission: scan } },
  { path: '/packing/orders/:id', name: 'packing-order', component: () => import('@/pages/packing/PackingOrderPage.vue'), meta: { title: 'page.packingOrder', permission: scan, menu: 'packing' } },
  { path: '/shipping', name: 'shipping', component: () => import('@/pages/shipping/ShippingPage.vue'), meta: { title: 'page.shipping', permission: scan } },
  { path: '/shipping/:code', name: 'shipment', component: () => import('@/pages/shipping/ShipmentPage.vue'), meta: { title: 'page.shipment', permission: scan, menu: 'shipping' } },
  { path: '/p/:code', name: 'piece', component: () => import('@/pages/pieces/PiecePage.vue'), meta: { title: 'page.piece', permission: 'factory:orders:read' } },
  { path: '/me', name: 'me', component: () => import('@/pages/me/MePage.vue'), meta: { title: 'page.me' } },
  ...deskRoutes,
  { path: '/:rest(.*)*', name: 'missing', component: () => import('@/pages/me/MissingPage.vue'), meta: { title: 'page.missing' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.known) await session.load()
  if (to.name === 'sign-in') return session.signedIn ? homeOf(session.me!.person.role) : true
  if (!session.signedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (to.name === 'home') return homeOf(session.me!.person.role)
  if (to.meta.permission && !session.can(to.meta.permission)) return { name: 'me', query: { refused: to.path } }
  return true
})

router.afterEach((to) => {
  const name = i18n.global.t('app.name')
  document.title = to.meta.title ? `${i18n.global.t(to.meta.title)} · ${name}` : name
})
