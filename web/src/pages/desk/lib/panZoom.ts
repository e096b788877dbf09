/** Wheel, dragging, two fingers and keys on a drawing. */

import { ref, watch, type Ref } from 'vue'

import { fit, pan, pinch, zoomAt, type Place, type Size, type View } from './viewport'

const CLICK_PX = 6

export function usePanZoom(element: Ref<SVGSVGElement | null>, content: Ref<Size>, box: Ref<Size>, margin: Ref<number>) {
  const view = ref<View>(fit(content.value, box.value, margin.value))
  const fingers = new Map<number, Place>()
  let travelled = 0

  function reset(): void {
    view.value = fit(content.value, box.value, margin.value)
  }
  watch([box, content, margin], ([next, size, edge], [before, sizeBefore, edgeBefore]) => {
    const whole = fit(sizeBefore, before, edgeBefore)
    // A drawing nobody has touched stays fitted while the window changes.
    if (Math.abs(view.value.width - whole.width) < 1 || size !== sizeBefore) view.value = fit(size, next, edge)
    else view.value = zoomAt({ ...view.value, height: view.value.width * (next.height / Math.max(1, next.width)) }, 1, { x: 0.5, y: 0.5 }, size, next, edge)
  })

  function placeOf(event: { clientX: number; clientY: number }): Place {
    const on = element.value?.getBoundingClientRect()
    return on ? { x: (event.clientX - on.left) / on.width, y: (event.clientY - on.top) / on.height } : { x: 0.5, y: 0.5 }
  }
  function zoom(factor: number, at: Place = { x: 0.5, y: 0.5 }): void {
    view.value = zoomAt(view.value, factor, at, content.value, box.value, margin.value)
  }

  function onWheel(event: WheelEvent): void {
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), placeOf(event))
  }
  function onPointerDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    if (!fingers.size) travelled = 0
    fingers.set(event.pointerId, placeOf(event))
  }
  function onPointerMove(event: PointerEvent): void {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const now = placeOf(event)
    travelled += Math.hypot((now.x - before.x) * box.value.width, (now.y - before.y) * box.value.height)
    // Captured only once it is a drag: a press must still reach the rectangle below it.
    if (travelled > CLICK_PX) element.value?.setPointerCapture?.(event.pointerId)
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place)
    if (others[0]) view.value = pinch(view.value, [others[0], before], [others[0], now], content.value, box.value, margin.value)
    else if (travelled > CLICK_PX) view.value = pan(view.value, now.x - before.x, now.y - before.y, content.value, margin.value)
    fingers.set(event.pointerId, now)
  }
  function onPointerUp(event: PointerEvent): void {
    fingers.delete(event.pointerId)
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === '+' || event.key === '=') zoom(1.3)
    else if (event.key === '-') zoom(1 / 1.3)
    else if (event.key === '0') reset()
    else return
    event.preventDefault()
  }
  /** Whether the last press was a drag and not a pick. */
  function moved(): boolean {
    return travelled > CLICK_PX
  }

  return { view, zoom, reset, onWheel, onPointerDown, onPointerMove, onPointerUp, onKey, moved }
}
