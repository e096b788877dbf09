interface Box {
  left: number
  top: number
  bottom: number
  width: number
  height: number
}

const GAP = 6
const EDGE = 8

/** Beneath something, or above it where there is no room; never over the window's edge. */
export function beside(from: Box, size: { width: number; height: number }, width: number, height: number): { left: number; top: number } {
  const left = Math.max(EDGE, Math.min(from.left, width - size.width - EDGE))
  const below = from.bottom + GAP
  const top = below + size.height + EDGE <= height ? below : Math.max(EDGE, from.top - size.height - GAP)
  return { left, top }
}
