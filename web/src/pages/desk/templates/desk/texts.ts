/** Small lists in one cell, as a person types them, and back: choices, tables, pairs, words. Pure. */

const ROW = /[;；\n]/
const COMMA = /[,，、\t]/

function number(text: string): number | string {
  const plain = text.normalize('NFKC').trim()
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : text.trim()
}

/** Choices of a parameter: "opening=洞口/opening, 门洞; …": code, both names, other words for it. */
export function showOptions(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value)
  return (value as { code?: unknown; label?: { zh?: string; en?: string }; also?: string[] }[])
    .map((one) => `${String(one.code)}=${one.label?.zh ?? ''}/${one.label?.en ?? ''}${one.also?.length ? `, ${one.also.join(', ')}` : ''}`)
    .join('; ')
}

export function readOptions(text: string): unknown {
  return text.split(ROW).map((one) => one.trim()).filter(Boolean).map((one) => {
    const [code = '', rest = ''] = one.split(/=(.*)/s)
    const [names = '', ...also] = rest.split(COMMA).map((word) => word.trim())
    const [zh = '', en] = names.split('/').map((word) => word.trim())
    return { code: code.trim(), label: { zh: zh || code.trim(), en: en || zh || code.trim() }, ...(also.length ? { also } : {}) }
  })
}

/** Rows of a lookup: "TX01, 80; TX02, 70". A piece of a sheet, pasted, has tabs and new lines instead. */
export function showTable(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value)
  return value.map((row) => (Array.isArray(row) ? row.map(String).join(', ') : String(row))).join('; ')
}

export function readTable(text: string): unknown {
  return text.split(ROW).map((row) => row.trim()).filter(Boolean).map((row) => row.split(COMMA).map(number))
}

/** Inputs and expected values: "宽=880; 高=2050". */
export function showPairs(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return Object.entries(value).map(([name, one]) => `${name}=${String(one)}`).join('; ')
}

export function readPairs(text: string): Record<string, unknown> {
  const pairs = text.split(ROW).map((one) => one.trim()).filter(Boolean).map((one) => {
    const [name = '', value = ''] = one.split(/[=＝:：\t](.*)/s)
    return [name.trim(), number(value)] as const
  })
  return Object.fromEntries(pairs)
}

export function showWords(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value)
}

export function readWords(text: string): string[] {
  return text.split(/[;；,，、\s]+/).map((word) => word.trim()).filter(Boolean)
}
