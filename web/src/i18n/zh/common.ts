export default {
  app: { name: '双轮', slogan: '订单到装车，一个事实只记一次' },
  page: {
    signIn: '登录', board: '今日看板', machines: '设备', machine: '设备详情', floor: '工位扫码', packing: '包装', packingOrder: '订单包装',
    shipping: '发运', shipment: '装车单', piece: '工件追溯', me: '我的', orders: '订单', order: '订单详情', imports: '导入',
    importOne: '核对导入', planning: '排产', lot: '批次', pattern: '锯切图', schedule: '甘特图', templates: '产品模板', templateDesk: '模板改版', audit: '操作记录',
    missing: '没有这个页面',
  },
  nav: { main: '主导航', skip: '跳到正文' },
  action: {
    signIn: '登录', signOut: '退出登录', retry: '再试一次', reload: '刷新', back: '返回', close: '关闭', cancel: '取消', confirm: '确定',
    save: '保存', open: '打开', print: '打印', change: '更换', create: '新建', dismiss: '知道了', update: '立即更新', search: '查找',
    home: '回首页', download: '下载',
  },
  state: {
    loading: '正在读取…', empty: '这里还没有内容', failed: '没有读取成功', offline: '离线', findings: '需要处理的问题', noFindings: '没有问题',
    updateReady: '双轮有新版本', signedOut: '登录已过期，请重新登录', notAllowed: '您的岗位没有这个页面的权限',
  },
  level: { stop: '必须改', warn: '请留意', info: '说明' },
  where: { row: '第 {row} 行', cell: '单元格 {cell}', sheet: '工作表 {sheet}', value: '现在的值：{value}' },
  unit: { mm: 'mm', units: '樘', pieces: '件', packages: '包', percent: '%' },
  field: { login: '账号', password: '密码', language: '语言' },
  language: { zh: '中文', en: 'English' },
  signIn: {
    title: '登录双轮', hint: '用工厂发给您的账号登录', show: '显示密码', hide: '隐藏密码', wait: '正在登录…',
    needBoth: '请填写账号和密码',
  },
  me: {
    role: '岗位', factory: '工厂', account: '账号', pages: '全部页面', install: '装到手机桌面', installNow: '安装',
    installed: '已安装到桌面', installHint: '在浏览器菜单里选“添加到主屏幕”，以后点图标就能打开；网络断开时工位扫码也能用。',
    find: '查一件', findHint: '扫码或输入工件码、包码', findGo: '查找', findBad: '这不是工件码或包码：{code}', version: '版本 {version}',
    waiting: '还有 {n} 条扫码没有发出去，现在退出后要由您本人再次登录才会补发。', signOutTitle: '退出登录？',
  },
  status: {
    order: { new: '新单', released: '已下达', planned: '已排产', in_production: '生产中', packed: '已打包', shipped: '已发运', cancelled: '已取消' },
    piece: { planned: '待生产', in_process: '加工中', assembled: '已压合', ready: '待打包', packed: '已打包', shipped: '已发运', scrapped: '已报废', cancelled: '已取消' },
    package: { open: '未封包', closed: '已封包', loaded: '已装车', shipped: '已发运', cancelled: '已取消' },
    lot: { released: '待生产', in_production: '生产中', done: '已完成', cancelled: '已取消' },
    shipment: { loading: '装车中', left: '已发车', cancelled: '已取消' },
    machine: { WORKING: '加工中', READY: '就绪', STANDBY: '待机', ERROR: '故障', OFFLINE: '离线', UNKNOWN: '未知' },
    verdict: { ok: '正确', wrong: '不对', duplicate: '重复', unknown: '不认识', blocked: '不能做', note: '请留意' },
    job: { queued: '排队中', running: '计算中', done: '完成', failed: '失败', cancelled: '已取消' },
    import: { preview: '待核对', confirmed: '已导入', cancelled: '已取消' },
  },
  // Words machines give as reason of a stop; others are shown as they come.
  reason: { jam: '卡料', tool_change: '换刀', waiting_material: '待料', adjustment: '调整' },
  operation: { saw: '开料', edge: '封边', cnc: '数控加工', press: '压合', cure: '养生', pack: '包装', ship: '发运' },
}
