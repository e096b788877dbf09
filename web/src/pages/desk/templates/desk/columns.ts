/** The sheets of a template as a spreadsheet: which columns a section has, what a cell shows and what typing into it means. Pure. */

import type { DocPath, DocRow, DraftEdit } from '@/api/types/templates'

import { readOptions, readPairs, readTable, readWords, showOptions, showPairs, showTable, showWords } from './texts'

export const SECTIONS = ['parameters', 'constants', 'lookups', 'values', 'parts', 'hardware', 'machining', 'placements', 'dimensions', 'checks', 'examples'] as const
export type Section = (typeof SECTIONS)[number]

/** text: as typed; number and formula: a number where it is one; the rest are small lists in one cell. */
export type CellKind = 'text' | 'formula' | 'number' | 'choice' | 'options' | 'table' | 'keys' | 'pairs' | 'words' | 'other'

export interface DeskColumn {
  key: string
  path: DocPath
  kind: CellKind
  /** Characters it needs. */
  wide: number
  choices?: string[]
}

const UNITS = ['mm', 'm', 'm2', 'kg', 'kg/m3', 'pcs', 'deg', '1', 'text', 'yes/no']
const SIDES = ['front', 'back', 'left', 'right'] as const

function col(key: string, kind: CellKind = 'text', wide = 10, more: Partial<DeskColumn> = {}): DeskColumn {
  return { key, path: key.split('.'), kind, wide, ...more }
}
const LABEL = [col('label.zh', 'text', 13)]
// The other language's name stands last but one: the numbers come first.
const OTHER = col('label.en', 'text', 18)
const NOTE = [col('note.zh', 'text', 24), col('note.en', 'text', 24)]
const UNIT = col('unit', 'choice', 7, { choices: UNITS })
const place = (names: string[]): DeskColumn[] => names.map((name) => col(name, 'formula', 14))

const COLUMNS: Record<Section, DeskColumn[]> = {
  parameters: [...LABEL, col('name', 'text', 14), UNIT, col('default', 'number', 10), col('min', 'number', 8), col('max', 'number', 8), col('options', 'options', 34), col('options_from', 'text', 12), OTHER, ...NOTE],
  constants: [...LABEL, col('value', 'number', 9), UNIT, col('from', 'text', 16), col('name', 'text', 18), OTHER, ...NOTE],
  lookups: [...LABEL, col('name', 'text', 18), UNIT, col('keys', 'keys', 30), col('rows', 'table', 40), col('first', 'number', 8), col('last', 'number', 8), col('step', 'number', 8), col('offset', 'number', 8), OTHER, ...NOTE],
  values: [...LABEL, col('formula', 'formula', 52), UNIT, col('name', 'text', 18), OTHER, ...NOTE],
  parts: [
    ...LABEL, col('qty', 'formula', 10), ...place(['length', 'width', 'thickness']), col('material', 'choice', 10), col('grain', 'choice', 9, { choices: ['none', 'length', 'width'] }),
    ...SIDES.map((side) => col(`edges.${side}.thickness`, 'formula', 9)), ...SIDES.map((side) => col(`edges.${side}.premill`, 'formula', 9)),
    col('rough_length', 'formula', 12), col('rough_width', 'formula', 12), col('cut_length', 'formula', 12), col('cut_width', 'formula', 12),
    col('route', 'text', 26), col('into', 'text', 10), col('pack_group', 'choice', 10, { choices: ['leaf', 'frame', 'panel', 'hardware'] }), col('when', 'formula', 20), col('density', 'text', 14), col('role', 'text', 12), col('key', 'text', 16), OTHER,
  ],
  hardware: [...LABEL, col('item', 'text', 18), col('qty', 'formula', 26), col('unit', 'choice', 7, { choices: ['pcs', 'mm'] }), col('when', 'formula', 44), col('pack_group', 'choice', 10, { choices: ['hardware', 'leaf', 'frame', 'panel'] }), col('key', 'text', 18), OTHER],
  machining: [
    ...LABEL, col('part', 'text', 14), col('kind', 'choice', 9, { choices: ['drill', 'groove', 'pocket', 'contour', 'mitre'] }), col('face', 'choice', 9, { choices: ['top', 'bottom', 'front', 'back', 'left', 'right'] }), col('when', 'formula', 18),
    ...place(['x', 'y', 'depth', 'diameter', 'length', 'width', 'angle', 'qty', 'pitch_x', 'pitch_y']), col('tool', 'text', 10), col('key', 'text', 18), OTHER,
  ],
  placements: [col('part', 'text', 14), ...place(['x', 'y', 'z', 'length_along', 'width_along']), col('when', 'formula', 18), col('qty', 'formula', 8), ...place(['pitch_x', 'pitch_y', 'pitch_z']), col('hinges', 'formula', 18), col('key', 'text', 20)],
  dimensions: [...LABEL, col('view', 'choice', 9, { choices: ['front', 'section', 'plan'] }), col('when', 'formula', 14), ...place(['x1', 'y1', 'x2', 'y2', 'value', 'offset']), col('key', 'text', 20), OTHER],
  checks: [col('code', 'text', 20), col('level', 'choice', 8, { choices: ['stop', 'warn', 'info'] }), col('when', 'formula', 34), col('message.zh', 'text', 40), col('message.en', 'text', 40), col('todo.zh', 'text', 26), col('todo.en', 'text', 26), col('about', 'text', 10)],
  examples: [col('name', 'text', 22), col('inputs', 'pairs', 50), col('expect', 'pairs', 60), col('findings', 'words', 22)],
}

/** Where a row keeps its own name; a new row gets one that is free. */
const KEYS: Record<Section, string> = { parameters: 'name', constants: 'name', lookups: 'name', values: 'name', parts: 'key', hardware: 'key', machining: 'key', placements: 'key', dimensions: 'key', checks: 'code', examples: 'name' }

export function keyOf(section: Section, row: DocRow | undefined): string | null {
  const value = row?.[KEYS[section]]
  return typeof value === 'string' ? value : null
}

/** The columns of a section; fields this page does not know by name get columns of their own, so that nothing is hidden. */
export function columnsOf(section: Section, rows: readonly DocRow[], materials: string[], language = 'zh'): DeskColumn[] {
  const known = COLUMNS[section].map((column) => (column.key === 'material' ? { ...column, choices: materials } : language === 'en' ? other(column) : column))
  const heads = new Set([...known.map((column) => String(column.path[0])), 'key'])
  const rest = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) => !heads.has(field))
  const used = (column: DeskColumn): boolean => !RARE.has(column.key) || rows.some((row) => valueAt(row, column.path) !== undefined)
  return [...known.filter(used), ...rest.map((field) => col(field, 'other', 16))]
}
/** Each text in two languages in the place of the other one: who reads English has the English first. */
function other(column: DeskColumn): DeskColumn {
  const [head, language] = column.path
  const twin = { zh: 'en', en: 'zh' }[String(language)]
  return twin ? { ...column, key: `${head}.${twin}`, path: [head!, twin] } : column
}
/** Shown only where a row has something there. */
const RARE = new Set(['options_from', 'cut_length', 'cut_width', 'from', 'pitch_z'])

export function rowsOf(document: Record<string, unknown> | null | undefined, section: Section): DocRow[] {
  const rows = document?.[section]
  return Array.isArray(rows) ? (rows as DocRow[]) : []
}

export function valueAt(row: unknown, path: DocPath): unknown {
  let place: unknown = row
  for (const step of path) {
    if (typeof place !== 'object' || place === null) return undefined
    place = (place as Record<string | number, unknown>)[step]
  }
  return place ?? undefined
}

/** What a cell shows and what is edited. */
export function cellText(row: DocRow, column: DeskColumn): string {
  const value = valueAt(row, column.path)
  if (column.kind === 'keys') return showKeys(row)
  if (value === undefined || value === '') return ''
  if (column.kind === 'options') return showOptions(value)
  if (column.kind === 'table') return showTable(value)
  if (column.kind === 'pairs') return showPairs(value)
  if (column.kind === 'words') return showWords(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/

/** Text as a number where it is one; full-width digits and signs of a Chinese keyboard count too. */
export function readNumber(text: string): number | string {
  const plain = text.normalize('NFKC').trim()
  return NUMBER.test(plain) ? Number(plain) : text
}

/** What typing a text into a cell puts into the document; null empties it. */
export function readCell(column: DeskColumn, typed: string): unknown {
  const text = typed.trim()
  if (text === '') return null
  switch (column.kind) {
    case 'number':
    case 'formula':
      return readNumber(text)
    case 'options':
      return readOptions(text)
    case 'table':
      return readTable(text)
    case 'pairs':
      return readPairs(text)
    case 'words':
      return readWords(text)
    case 'other':
      return readOther(text)
    default:
      return text
  }
}

function readOther(text: string): unknown {
  if (/^[[{]|^(true|false)$/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  return readNumber(text)
}

/** The edits that typing a text into a cell makes; none when nothing changes. */
export function editsOf(section: Section, at: number, row: DocRow, column: DeskColumn, typed: string): DraftEdit[] {
  if (typed.trim() === cellText(row, column).trim()) return []
  if (column.kind === 'keys') return keyEdits(section, at, row, typed)
  const value = readCell(column, typed)
  const path: DocPath = [section, at, ...column.path]
  // A side without a band has no pre-milling either.
  if (value === null && column.path[0] === 'edges' && column.path[2] === 'thickness') return [{ act: 'set', path: path.slice(0, -1), value: null }]
  // A name in two languages begins with both, so that the row stays readable to the other reader.
  if (value !== null && /^(label|note|message|todo)\./.test(column.key)) {
    const names = valueAt(row, [column.path[0]!])
    if (names === undefined || typeof names !== 'object') return [{ act: 'set', path: path.slice(0, -1), value: { zh: value, en: value } }]
  }
  if (column.path[0] === 'note' && value === null) return [{ act: 'set', path: path.slice(0, -1), value: null }]
  if (value === null && /^(label|message|todo)\./.test(column.key)) return [{ act: 'set', path, value: '' }]
  return [{ act: 'set', path, value }]
}

/** Lookup keys, one after the other: "门扇高/leaf height mm up_to; …". */
function showKeys(row: DocRow): string {
  const keys = Array.isArray(row.keys) ? row.keys : row.key && typeof row.key === 'object' ? [row.key] : []
  return (keys as DocRow[])
    .map((key) => {
      const label = key.label as { zh?: string; en?: string } | undefined
      return [`${label?.zh ?? ''}/${label?.en ?? ''}`, String(key.unit ?? ''), key.match ? String(key.match) : ''].filter(Boolean).join(' | ')
    })
    .join('; ')
}

function keyEdits(section: Section, at: number, row: DocRow, typed: string): DraftEdit[] {
  const keys = typed.split(/[;；\n]/).map((one) => one.trim()).filter(Boolean).map((one) => {
    const [names = '', unit = 'mm', match] = one.split(/[|\t]/).map((word) => word.trim())
    const [zh = '', en] = names.split('/').map((word) => word.trim())
    return { label: { zh, en: en || zh }, unit, ...(match ? { match } : {}) }
  })
  const steps = row.step !== undefined || (row.key !== undefined && row.keys === undefined)
  if (steps) return [{ act: 'set', path: [section, at, 'key'], value: keys[0] ?? null }]
  return [{ act: 'set', path: [section, at, 'keys'], value: keys.length ? keys : null }]
}

const NEW: Record<Section, (key: string) => DocRow> = {
  parameters: (name) => ({ name, label: { zh: '新参数', en: 'new parameter' }, unit: 'mm', min: 0, max: 3000 }),
  constants: (name) => ({ name, label: { zh: '新常数', en: 'new constant' }, unit: 'mm', value: 0 }),
  lookups: (name) => ({ name, label: { zh: '新表', en: 'new table' }, unit: 'mm', keys: [{ label: { zh: '键', en: 'key' }, unit: 'text' }], rows: [['A', 0]] }),
  values: (name) => ({ name, label: { zh: '新计算', en: 'new value' }, unit: 'mm', formula: '=0' }),
  parts: (key) => ({ key, label: { zh: '新板件', en: 'New part' }, role: 'panel', material: 'none', qty: 1, length: 100, width: 100, thickness: 18 }),
  hardware: (key) => ({ key, item: key.toUpperCase().replaceAll('_', '-'), label: { zh: '新五金', en: 'New item' }, qty: 1, pack_group: 'hardware' }),
  machining: (key) => ({ key, label: { zh: '新加工', en: 'new machining' }, part: '', kind: 'drill', face: 'top', x: 0, y: 0, depth: 0 }),
  placements: (key) => ({ key, part: '', x: 0, y: 0, z: 0, length_along: 'y', width_along: 'x' }),
  dimensions: (key) => ({ key, label: { zh: '新尺寸', en: 'new dimension' }, view: 'front', x1: 0, y1: 0, x2: 0, y2: 0, value: 0, offset: 90 }),
  checks: (code) => ({ code, when: '1=0', level: 'warn', message: { zh: '请看一下', en: 'look at this' }, todo: { zh: '请核对', en: 'check it' } }),
  examples: (name) => ({ name, inputs: {}, expect: {} }),
}
const STEM: Partial<Record<Section, string>> = { checks: 'CHECK-', examples: '样例 ' }

/** A row to begin with; labels are numbered too, since two names may not read alike. */
export function newRow(section: Section, rows: readonly DocRow[]): DocRow {
  const taken = new Set(rows.map((row) => keyOf(section, row)))
  const stem = STEM[section] ?? `new_${section === 'hardware' ? 'item' : section.replace(/s$/, '')}_`
  let number = 1
  while (taken.has(`${stem}${number}`)) number += 1
  const row = NEW[section](`${stem}${number}`)
  return number > 1 ? numbered(row, number) : row
}

function numbered(row: DocRow, number: number): DocRow {
  const label = row.label as { zh: string; en: string } | undefined
  return label ? { ...row, label: { zh: `${label.zh}${number}`, en: `${label.en} ${number}` } } : row
}

/** A copy of a row under a name of its own. */
export function copiedRow(section: Section, rows: readonly DocRow[], row: DocRow): DocRow {
  const taken = new Set(rows.map((each) => keyOf(section, each)))
  const own = keyOf(section, row) ?? 'row'
  let number = 2
  while (taken.has(`${own}_${number}`)) number += 1
  const copy = structuredClone(row)
  copy[KEYS[section]] = `${own}_${number}`
  return numbered(copy, number)
}
