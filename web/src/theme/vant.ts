/** Styles of the Vant components in use, and our tokens laid over Vant's own (its default greys fail the contrast rule). */
import 'vant/es/popup/style/index'
import 'vant/es/dialog/style/index'
import 'vant/es/pull-refresh/style/index'

import './vant.css'
