/** Shapes of /api/v1: people (docs/api.md). */

import type { Instant, Names } from './common'

export type Role =
  | 'owner' | 'order_clerk' | 'technician' | 'planner' | 'foreman' | 'operator' | 'packer' | 'shipper' | 'admin'
  | 'banker' | 'officer' | 'engineer'

export type Permission =
  | 'access:audit:read' | 'access:people:read' | 'access:self:read'
  | 'factory:board:read' | 'factory:floor:scan' | 'factory:machines:read'
  | 'factory:offcuts:keep' | 'factory:orders:attach' | 'factory:orders:cancel' | 'factory:orders:change' | 'factory:orders:remake'
  | 'factory:prices:publish' | 'factory:prices:quote' | 'factory:prices:read'
  | 'factory:orders:import' | 'factory:orders:read' | 'factory:orders:release'
  | 'factory:packing:reopen' | 'factory:papers:print' | 'factory:plans:make' | 'factory:plans:read'
  | 'factory:shipping:override' | 'factory:shipping:ship' | 'factory:templates:edit' | 'factory:templates:publish' | 'factory:templates:read'

export interface Me {
  person: { id: string; login: string; name: string; role: Role; role_name?: Names; language: 'zh' | 'en' }
  tenant: { id: string; code: string; name: string; kind: string; time_zone?: string }
  permissions: Permission[]
  csrf: string
}

export interface AuditEntry {
  at: Instant
  actor_id: string
  actor_name: string
  action: string
  subject_kind: string
  subject_id: string
  before: unknown
  after: unknown
}
