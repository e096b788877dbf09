export default {
  station: {
    choose: '选择工位', chooseHint: '这台设备会记住选择', none: '工厂还没有设置工位', change: '换工位', operation: '工序：{operation}',
    packHere: '包装工位请用“包装”页面', shipHere: '发运工位请用“发运”页面', go: '打开',
  },
  scan: {
    field: '扫码或输入条码', ready: '请扫码', readyHint: '扫码枪随时可用，不用点输入框', send: '确认', camera: '摄像头扫码', cameraClose: '关闭摄像头', keyboard: '显示手机键盘',
    sound: '声音开', mute: '声音关', sending: '正在核对…', waiting: '已记下', waitingText: '网络不通，恢复后自动补发', refused: '没有发成',
    full: '这台设备存不下更多扫码，请先恢复网络', counts: '已完成 {done}，还剩 {left}', left: '还剩', done: '今天完成', last: '最近扫码', noLast: '还没有扫码',
    late: '补发', print: '打印标签', pdf: '标签 PDF', zpl: '标签 ZPL', order: '订单 {no}', open: '追溯',
  },
  camera: {
    start: '正在打开摄像头…', aim: '把二维码放进框里', denied: '没有摄像头权限或摄像头被占用', insecure: '当前地址不能直接用摄像头，请拍照识别',
    photo: '拍照识别', notFound: '照片里没有找到条码', torch: '手电',
  },
  queue: {
    waiting: '{n} 条扫码等待补发', foreign: '{n} 条扫码属于其他人，要他本人登录后补发', late: '补发的扫码里有 {n} 条不对，请处理', refused: '{n} 条扫码服务器没有接受',
    send: '现在补发', seen: '知道了',
  },
  work: {
    now: '现在做什么', none: '这个工位现在没有任务', lot: '批次', pattern: '锯切图 {no}', next: '接下来', due: '交期 {day}', progress: '{done} / {all} 件', material: '{material} · 厚 {thickness} mm',
  },
  packing: {
    aside: '放一边，先装别的包',
    open: '未封包', none: '没有等待包装的包', missing: '还缺 {n} 件', complete: '已齐', kOfN: '第 {k} / {n} 包', k: '第 {k} 包', scanAny: '扫任意一件，会自动找到它的包',
    and: '、', packed: '已装 {done} / {all}', missingList: '还缺', packedList: '已装', closedTitle: '封包完成', reopen: '重新打开', reopenTitle: '重新打开这个包', reason: '原因',
    reasonHint: '写明为什么要打开，会记入操作记录', reasons: { wrong: '装错件', swap: '换件', damage: '破损', change: '客户改单' }, reopened: '包已重新打开',
    order: '订单 {no}', orderAll: '看整个订单', weight: '重量', all: '共 {n} 包，已封 {closed}', noPackages: '这个订单还没有包', choose: '选一个包，或直接扫码', chooseStation: '选择包装工位',
    noStation: '工厂还没有包装工位', unit: '樘 {label}', back: '全部未封包', notFound: '没有找到这个包', strays: '里面可能有外来件 {codes}：取出并再扫一次才能封包',
  },
  shipping: {
    create: '新建装车单', lorry: '车牌号', driver: '司机（可不填）', lorryHint: '例如 浙A12345', start: '开始装车', none: '还没有装车单', loading: '装车中', left: '已发车',
    scanHere: '扫包上的标签装车', perOrder: '各订单装车情况', loaded: '{loaded} / {n} 包', full: '齐', missing: '缺 {n} 包', leave: '发车', leaveTitle: '确认发车？', leaveText: '车上共 {n} 包。发车后不能再装车。',
    blockedTitle: '还缺包，不能发车', blockedText: '下面的订单没有装齐：', override: '缺包发车', overrideReason: '缺包发车的原因', overrideHint: '会记入操作记录', overrideNo: '您的岗位不能缺包发车，请找班组长。',
    unload: '卸下', unloadTitle: '卸下 {code}？', packages: '车上的包', empty: '车上还没有包，扫第一包开始', created: '建单 {at}', leftAt: '发车 {at}', noStation: '工厂还没有发运工位', chooseStation: '选择发运工位',
    orders: '{n} 个订单', count: '{n} 包', plate: '车牌号必须填写', all: '全部 {n} 个', fewer: '收起', overridden: '缺包发车：{reason}', manifest: '装车清单',
  },
}
