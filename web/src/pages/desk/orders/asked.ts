import type { Part } from '@/api/types'

/** A size somebody wants explained. */
export interface Asked {
  part: Part
  value: 'length' | 'width' | 'cut_length' | 'cut_width' | 'thickness' | 'qty_per_unit'
}
