/** Routes of the desk pages: orders, imports, planning, cutting room, schedule, templates, audit. */

import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/orders', name: 'orders', component: () => import('@/pages/desk/orders/OrdersPage.vue'), meta: { title: 'page.orders', permission: 'factory:orders:read' } },
  { path: '/orders/:id', name: 'order', component: () => import('@/pages/desk/orders/OrderPage.vue'), meta: { title: 'page.order', permission: 'factory:orders:read', menu: 'orders' } },
  { path: '/imports', name: 'imports', component: () => import('@/pages/desk/imports/ImportsPage.vue'), meta: { title: 'page.imports', permission: 'factory:orders:import' } },
  { path: '/imports/:id', name: 'import', component: () => import('@/pages/desk/imports/ImportPage.vue'), meta: { title: 'page.importOne', permission: 'factory:orders:import', menu: 'imports' } },
  { path: '/import-profiles', name: 'import-profiles', component: () => import('@/pages/desk/profiles/ProfilesPage.vue'), meta: { title: 'odesk.profile.title', permission: 'factory:orders:import', menu: 'imports' } },
  { path: '/import-profiles/:id', name: 'import-profile', component: () => import('@/pages/desk/profiles/ProfilePage.vue'), meta: { title: 'odesk.profile.one', permission: 'factory:orders:import', menu: 'imports' } },
  { path: '/price-lists', name: 'price-lists', component: () => import('@/pages/desk/prices/PriceListsPage.vue'), meta: { title: 'odesk.price.title', permission: 'factory:prices:read', menu: 'orders' } },
  { path: '/price-lists/:code', name: 'price-list', component: () => import('@/pages/desk/prices/PriceListPage.vue'), meta: { title: 'odesk.price.one', permission: 'factory:prices:read', menu: 'orders' } },
  { path: '/planning', name: 'planning', component: () => import('@/pages/desk/planning/PlanningPage.vue'), meta: { title: 'page.planning', permission: 'factory:plans:read' } },
  { path: '/lots/:id', name: 'lot', component: () => import('@/pages/desk/cutting/LotPage.vue'), meta: { title: 'page.lot', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/patterns/:id', name: 'pattern', component: () => import('@/pages/desk/cutting/PatternPage.vue'), meta: { title: 'page.pattern', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/offcuts', name: 'offcuts', component: () => import('@/pages/desk/cutting/OffcutsPage.vue'), meta: { title: 'desk.offcuts.title', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/offcuts/:code', name: 'offcut', component: () => import('@/pages/desk/cutting/OffcutPage.vue'), meta: { title: 'desk.offcuts.title', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/stocktakes', name: 'stocktakes', component: () => import('@/pages/desk/cutting/StocktakesPage.vue'), meta: { title: 'desk.stocktake.title', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/stocktakes/:id', name: 'stocktake', component: () => import('@/pages/desk/cutting/StocktakePage.vue'), meta: { title: 'desk.stocktake.title', permission: 'factory:plans:read', menu: 'planning' } },
  { path: '/schedule', name: 'schedule', component: () => import('@/pages/desk/schedule/SchedulePage.vue'), meta: { title: 'page.schedule', permission: 'factory:plans:read' } },
  { path: '/templates', name: 'templates', component: () => import('@/pages/desk/templates/TemplatesPage.vue'), meta: { title: 'page.templates', permission: 'factory:templates:read' } },
  { path: '/demand', name: 'demand', component: () => import('@/pages/desk/outputs/DemandPage.vue'), meta: { title: 'outputs.demand', permission: 'factory:papers:print', menu: 'orders' } },
  { path: '/templates/drafts/:id', name: 'template-draft', component: () => import('@/pages/desk/templates/desk/TemplateDeskPage.vue'), meta: { title: 'page.templateDesk', permission: 'factory:templates:read', menu: 'templates' } },
  { path: '/audit', name: 'audit', component: () => import('@/pages/desk/audit/AuditPage.vue'), meta: { title: 'page.audit', permission: 'access:audit:read' } },
]
