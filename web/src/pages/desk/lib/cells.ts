/** Pieces of a sheet as a spreadsheet program copies them: tabs between cells, new lines between rows, quotes where needed. Pure. */

export interface Range {
  top: number
  left: number
  bottom: number
  right: number
}

export function writeCells(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n')
}

/** Text from the clipboard as cells; a cell in quotes may hold tabs, new lines and doubled quotes. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  while (at <= plain.length) {
    const { cell, end } = readOne(plain, at)
    rows.at(-1)!.push(cell)
    if (plain[end] === '\n') rows.push([])
    if (end >= plain.length) break
    at = end + 1
  }
  return rows
}

function readOne(text: string, at: number): { cell: string; end: number } {
  if (text[at] === '"') {
    const close = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at))
    if (close) return { cell: close[1]!.replaceAll('""', '"'), end: at + close[0].length }
  }
  const stop = text.slice(at).search(/[\t\n]/)
  const end = stop < 0 ? text.length : at + stop
  return { cell: text.slice(at, end), end }
}

/** A pasted block over a selection: one cell fills the selection, a block goes down and right from its corner. Calls `put` for each cell. */
export function spread(range: Range, cells: readonly (readonly string[])[], put: (row: number, column: number, text: string) => void): void {
  const single = cells.length === 1 && cells[0]!.length === 1
  const height = single ? range.bottom - range.top + 1 : cells.length
  for (let down = 0; down < height; down += 1) {
    const line = single ? cells[0]! : cells[down]!
    const width = single ? range.right - range.left + 1 : line.length
    for (let over = 0; over < width; over += 1) put(range.top + down, range.left + over, single ? line[0]! : line[over]!)
  }
}

/** A block of cells as CSV, so that what was copied from a sheet can be read like a file. */
export function asCsv(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')
}
