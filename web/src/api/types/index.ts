/** Shapes of /api/v1, as written in docs/api.md, by room. */

export type * from './common'
export type * from './people'
export type * from './orders'
export type * from './planning'
export type * from './floor'
export type * from './pulse'
export type * from './outputs'
