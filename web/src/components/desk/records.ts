/** Columns of a record list: one description for the table on a desk and the cards on a phone. */

export interface RecordColumn<Row> {
  key: string
  label: string
  /** Pixels; without it the column shares what is left, at least `least`. */
  width?: number
  least?: number
  right?: boolean
  /** Sort by this when the heading is pressed. */
  sort?: (row: Row) => string | number
  text?: (row: Row) => string
  /** Where it stands on a card: heading, beside the heading, among the facts, or not at all. */
  card?: 'title' | 'side' | 'fact' | 'none'
  /** Takes the whole width of a card. */
  long?: boolean
}

export function textOf<Row>(column: RecordColumn<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = (row as Record<string, unknown>)[column.key]
  return value === null || value === undefined || value === '' ? '–' : String(value)
}
