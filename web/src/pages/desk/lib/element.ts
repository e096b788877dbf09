/** The parts of Element Plus that desk pages use, with their styles; fetched only where a window is wide enough. */
import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/table/style/css'
import 'element-plus/es/components/table-column/style/css'
import 'element-plus/es/components/tooltip/style/css'

import '@/theme/element.css'

export { ElTable, ElTableColumn } from 'element-plus/es/components/table/index'
