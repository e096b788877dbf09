/** Shapes of /api/v1, as written in docs/api.md. Lengths are whole 0.1 mm, weights grams, instants ISO 8601 UTC. */

export interface Names {
  zh: string
  en: string
}

export type Instant = string
export type Day = string
export type Level = 'stop' | 'warn' | 'info'

export interface Where {
  file?: string
  sheet?: string
  row?: number
  column?: string
  cell?: string
  field?: string
}

export interface Finding {
  code: string
  level: Level
  what: Names
  todo: Names
  where?: Where | null
  value?: unknown
}

export interface ErrorBody {
  code: string
  message: Names
  where?: Record<string, unknown>
  findings?: Finding[]
}
