import board from './board'
import common from './common'
import desk from './desk'
import floor from './floor'

export default { ...common, board, floor, desk }
