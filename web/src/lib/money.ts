/** Money as people read and type it: whole fen in the program, yuan on the page. Pure. */

/** Fen to yuan with grouping: 123450 -> "1,234.50". */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '–'
  const size = Math.abs(Math.trunc(fen))
  const whole = String(Math.trunc(size / 100)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${fen < 0 ? '−' : ''}${whole}.${String(size % 100).padStart(2, '0')}`
}

/** What somebody typed as yuan to fen; null when it is no amount of at most two decimals. */
export function fenOf(text: string): number | null {
  const found = /^([-−])?(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，\s¥￥]/g, ''))
  if (!found) return null
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'))
  return found[1] ? -fen : fen
}

/** What somebody typed as a quantity to thousandths; null when it is none above 0 of at most three decimals. */
export function thousandthsOf(text: string): number | null {
  const found = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text.trim())
  if (!found) return null
  const many = Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0'))
  return many > 0 ? many : null
}
