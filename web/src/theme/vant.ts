/**
 * Styles of the Vant components in use, and our tokens laid over Vant's own (its default greys fail the contrast rule).
 * The plain files, not Vant's `style/index`: that one also brings the icon font, which names a host outside. Our icons
 * are drawings of our own, so no Vant icon may be used.
 */
import 'vant/es/style/base.css'
import 'vant/es/overlay/index.css'
import 'vant/es/popup/index.css'
import 'vant/es/loading/index.css'
import 'vant/es/button/index.css'
import 'vant/es/dialog/index.css'
import 'vant/es/pull-refresh/index.css'

import './vant.css'
