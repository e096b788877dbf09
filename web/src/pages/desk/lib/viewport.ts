/** What part of a drawing is shown: fitting, zooming about a point, panning, pinching. Pure; any unit of length. */

export interface Size {
  width: number
  height: number
}

export interface View extends Size {
  x: number
  y: number
}

/** A place inside the box on the screen, 0 to 1 from its left and top. */
export interface Place {
  x: number
  y: number
}

export const MOST_ZOOM = 40

/** The least view with the box's proportions that shows all of the content with a margin around it. */
export function fit(content: Size, box: Size, margin = 0): View {
  const wide = content.width + 2 * margin
  const high = content.height + 2 * margin
  const ratio = box.width > 0 && box.height > 0 ? box.width / box.height : wide / high
  const width = Math.max(wide, high * ratio)
  const height = width / ratio
  return { x: (content.width - width) / 2, y: (content.height - height) / 2, width, height }
}

/** Keep the content in reach: centred where it is smaller than the view, never further out than the margin where it is larger. */
export function hold(view: View, content: Size, margin = 0): View {
  const axis = (at: number, shown: number, whole: number): number => {
    if (shown >= whole + 2 * margin) return (whole - shown) / 2
    return Math.min(Math.max(at, -margin), whole + margin - shown)
  }
  return { ...view, x: axis(view.x, view.width, content.width), y: axis(view.y, view.height, content.height) }
}

/** Zoom by a factor (above 1: nearer); the content below `at` stays where it is, as far as the content's edges allow. */
export function zoomAt(view: View, factor: number, at: Place, content: Size, box: Size, margin = 0): View {
  const whole = fit(content, box, margin)
  const width = Math.min(whole.width, Math.max(whole.width / MOST_ZOOM, view.width / factor))
  const height = width * (whole.height / whole.width)
  const x = view.x + at.x * (view.width - width)
  const y = view.y + at.y * (view.height - height)
  return hold({ x, y, width, height }, content, margin)
}

/** Move the content by a share of the box: (0.5, 0) brings what was in the middle to the right edge. */
export function pan(view: View, dx: number, dy: number, content: Size, margin = 0): View {
  return hold({ ...view, x: view.x - dx * view.width, y: view.y - dy * view.height }, content, margin)
}

function middle(fingers: readonly [Place, Place]): Place {
  return { x: (fingers[0].x + fingers[1].x) / 2, y: (fingers[0].y + fingers[1].y) / 2 }
}

function apart(fingers: readonly [Place, Place], box: Size): number {
  return Math.hypot((fingers[0].x - fingers[1].x) * box.width, (fingers[0].y - fingers[1].y) * box.height)
}

/** Two fingers moved: what was between them stays between them, and grows with their distance. */
export function pinch(view: View, before: readonly [Place, Place], after: readonly [Place, Place], content: Size, box: Size, margin = 0): View {
  const [from, to] = [middle(before), middle(after)]
  const moved = { ...view, x: view.x - (to.x - from.x) * view.width, y: view.y - (to.y - from.y) * view.height }
  const factor = apart(after, box) / Math.max(1, apart(before, box))
  return zoomAt(moved, factor, to, content, box, margin)
}

/** How many times nearer than fitted, 1 or more. */
export function zoomOf(view: View, content: Size, box: Size, margin = 0): number {
  return fit(content, box, margin).width / view.width
}
