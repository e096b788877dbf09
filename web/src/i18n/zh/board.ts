export default {
  live: { live: '实时', connecting: '连接中', polling: '每 10 秒刷新', offline: '离线' },
  stale: {
    polling: '实时连接断开，每 10 秒刷新一次；数据时间 {since}',
    offline: '连不上服务器，下面是 {since} 的数据',
    never: '连不上服务器，还没有数据',
  },
  shift: { none: '现在不在班次内', line: '{name} {start}–{end}' },
  number: {
    made: '今日完成', due: '今日应交', dueMade: '应交已完成', overdue: '逾期未完成', forecast: '班末预计', until: '到 {until} 预计完成', range: '{low}–{high}',
    noForecast: '数据还不够预计', packagesClosed: '今日封包', packagesShipped: '今日发运', packagesOpen: '未封包', ordersOpen: '在手订单',
    ordersReleased: '已下达', ordersPlanned: '已排产', noDue: '今天没有应交',
  },
  facts: { open: '查看明细', title: '{label}明细', empty: '没有明细', rows: '共 {n} 行', first: '显示 {all} 行中的前 {n} 行' },
  section: { machines: '设备', late: '预计晚交', packages: '包件', orders: '订单' },
  range: { label: '时段', work: '工作时段', day: '全天' },
  machine: {
    since: '已 {time}', good: '合格', scrap: '报废', availability: '可用率', piece: '正在做', lastSeen: '最后消息 {at}', never: '还没有收到消息',
    none: '还没有接入设备', mode: '模式', reason: '原因',
  },
  late: { none: '目前没有预计晚交的订单', by: '晚 {time}', due: '交期 {day}', finish: '预计 {at} 完成', all: '全部 {n} 单', noReason: '原因待查' },
  ribbon: { name: '{name} 从 {from} 到 {to}：{states}' },
  day: {
    title: '{name}', previous: '前一天', next: '后一天', today: '今天', ribbon: '全天状态', hours: '各状态时长', counts: '产量', availability: '可用率怎么算',
    formula: '可用率 = 加工时间 APT ÷ 计划工作时间 PBT', apt: '加工时间 APT', aptNote: '班次内设备处于“加工中”的时间',
    pbt: '计划工作时间 PBT', pbtNote: '班次内到现在为止的时间', profile: '口径：{profile}', noPlan: '这一天没有计划工作时间，所以不算可用率',
    events: '最近的消息', eventAt: '发生', received: '收到', late: '迟到', onTime: '及时', state: '状态', good: '合格', scrap: '报废', piece: '工件',
    intervals: '状态变化', start: '开始', length: '时长', reason: '原因', noEvents: '这一天没有收到消息', noIntervals: '这一天没有状态记录',
    scrapRate: '报废率 {rate}', back: '全部设备', eventsNote: '共显示最近 {n} 条，其中 {late} 条迟到超过 5 秒',
  },
  piece: {
    status: '状态', size: '成品尺寸', cut: '开料尺寸', material: '板材', colour: '颜色', order: '订单', unit: '樘', lot: '批次', package: '所在包',
    into: '装入', members: '由这些件组成', route: '工序', events: '经过', noEvents: '还没有扫码记录', step: '第 {n} 步', done: '已完成', nowStep: '现在',
    grain: '纹理', edges: '封边', weight: '重量', pattern: '看锯切图', label: '标签 ZPL', grainOf: { length: '沿长', width: '沿宽', none: '无' },
    reject: '报废重做', rejectTitle: '报废这一件并重做？', rejectHint: '旧码作废，系统马上给出新码并排入生产；会记入操作记录',
    remadeAs: '已报废，重做件的码是 {code}', remade: '重做为', remakeOf: '重做自', cameLate: '晚到 {time}', reasons: { scratch: '划伤', size: '尺寸不对', broken: '崩边破损', lost: '找不到了' },
    edge: { front: '前', back: '后', left: '左', right: '右' },
  },
}
