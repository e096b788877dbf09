/** What changed between two states of a thing, as short texts. */

export interface Change {
  key: string
  before: string | null
  after: string | null
}

const LONGEST = 240

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const found = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found
}

function fields(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { '': value }
}

export function differences(before: unknown, after: unknown): Change[] {
  const [old, now] = [fields(before), fields(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((key) => ({ key, before: text(old[key]), after: text(now[key]) }))
    .filter((change) => change.before !== change.after)
}
