/** Routes of the desk pages: orders, imports, planning, cutting room, schedule, templates, audit. */

import type { RouteRecordRaw } from 'vue-router'

const desk = () => import('@/pages/desk/index.vue')

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/orders', name: 'orders', component: desk, meta: { title: 'page.orders', permission: 'factory:orders:read' } },
  { path: '/orders/:id', name: 'order', component: desk, meta: { title: 'page.order', permission: 'factory:orders:read', menu: 'orders' } },
  { path: '/imports', name: 'imports', component: desk, meta: { title: 'page.imports', permission: 'factory:orders:import' } },
  { path: '/imports/:id', name: 'import', component: desk, meta: { title: 'page.importOne', permission: 'factory:orders:import', menu: 'imports' } },
  { path: '/planning', name: 'planning', component: desk, meta: { title: 'page.planning', permission: 'factory:plans:read' } },
  { path: '/lots/:id', name: 'lot', component: desk, meta: { title: 'page.lot', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/patterns/:id', name: 'pattern', component: desk, meta: { title: 'page.pattern', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/schedule', name: 'schedule', component: desk, meta: { title: 'page.schedule', permission: 'factory:plans:read' } },
  { path: '/templates', name: 'templates', component: desk, meta: { title: 'page.templates', permission: 'factory:templates:read' } },
  { path: '/audit', name: 'audit', component: desk, meta: { title: 'page.audit', permission: 'access:audit:read' } },
]
