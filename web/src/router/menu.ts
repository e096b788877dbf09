/** What each role finds in its menu, and in which order; the first entry is where a role starts. Data, no rule. */

import type { Permission, Role } from '@/api/types'
import type { IconName } from '@/components/icons'

export interface MenuEntry {
  name: string
  path: string
  icon: IconName
  permission?: Permission
}

export const ENTRIES: Record<string, MenuEntry> = {
  board: { name: 'board', path: '/board', icon: 'board', permission: 'factory:board:read' },
  machines: { name: 'machines', path: '/machines', icon: 'machine', permission: 'factory:machines:read' },
  orders: { name: 'orders', path: '/orders', icon: 'order', permission: 'factory:orders:read' },
  imports: { name: 'imports', path: '/imports', icon: 'import', permission: 'factory:orders:import' },
  planning: { name: 'planning', path: '/planning', icon: 'plan', permission: 'factory:plans:read' },
  schedule: { name: 'schedule', path: '/schedule', icon: 'schedule', permission: 'factory:plans:read' },
  floor: { name: 'floor', path: '/floor', icon: 'scan', permission: 'factory:floor:scan' },
  packing: { name: 'packing', path: '/packing', icon: 'package', permission: 'factory:floor:scan' },
  shipping: { name: 'shipping', path: '/shipping', icon: 'lorry', permission: 'factory:floor:scan' },
  templates: { name: 'templates', path: '/templates', icon: 'template', permission: 'factory:templates:read' },
  audit: { name: 'audit', path: '/audit', icon: 'audit', permission: 'access:audit:read' },
  me: { name: 'me', path: '/me', icon: 'me' },
}

/** Phone tabs; "me" is always added as the last one. */
const TABS: Record<Role, string[]> = {
  owner: ['board', 'machines', 'orders', 'planning'],
  admin: ['board', 'audit', 'orders'],
  order_clerk: ['orders', 'imports', 'board'],
  technician: ['orders', 'templates', 'imports', 'board'],
  planner: ['planning', 'schedule', 'orders', 'board'],
  foreman: ['board', 'floor', 'packing', 'shipping'],
  operator: ['floor', 'board', 'machines'],
  packer: ['packing', 'floor', 'board'],
  shipper: ['shipping', 'packing', 'board'],
  banker: [],
  officer: [],
  engineer: [],
}

export function tabsOf(role: Role): MenuEntry[] {
  return [...(TABS[role] ?? []), 'me'].flatMap((name) => ENTRIES[name] ?? [])
}

export function homeOf(role: Role): string {
  return tabsOf(role)[0]?.path ?? '/me'
}

/** Everything a person may open: the role's own pages first, then the others. */
export function entriesOf(role: Role, permissions: readonly Permission[]): MenuEntry[] {
  const first = tabsOf(role).filter((entry) => entry.name !== 'me')
  const others = Object.values(ENTRIES).filter((entry) => entry.name !== 'me' && !first.includes(entry))
  return [...first, ...others].filter((entry) => !entry.permission || permissions.includes(entry.permission))
}
