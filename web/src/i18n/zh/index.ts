import audit from './audit'
import board from './board'
import common from './common'
import desk from './desk'
import floor from './floor'
import odesk from './odesk'
import outputs from './outputs'
import tdesk from './tdesk'

export default { ...common, audit, board, floor, desk, odesk, outputs, tdesk }
