/** What a person types about an off-cut, as the server reckons: millimetres to 0.1 mm, yuan to fen. */

/** Whole 0.1 mm, or null when it is no length; a comma or full-width sign is read as people mean it. */
export function tenths(typed: string): number | null {
  const value = parse(typed)
  return value === null || value <= 0 ? null : Math.round(value * 10)
}

/** Whole fen; 0 when nothing sensible was typed. */
export function fenOf(typed: string): number {
  const value = parse(typed)
  return value === null || value < 0 ? 0 : Math.round(value * 100)
}

function parse(typed: string): number | null {
  const plain = typed.normalize('NFKC').trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}
