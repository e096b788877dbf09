/** Words of the order desk: corrections, quotes, price lists, changes, remakes, files, import profiles. */
export default {
  undo: '撤销', undone: '已撤销上一次修改', undoHint: '撤销上一次修改（Ctrl+Z）', pasted: '粘贴', kinds: '支持 .xlsx、.xls、.ods、.csv、.json；也可以在表格里复制后直接按 Ctrl+V',
  keys: '方向键移动 · 直接打字改 · Enter 保存并到下一处红色 · Ctrl+Enter 一起改 · Shift 选区 · Ctrl+C/V 与 Excel 互贴 · Ctrl+D 向下填充 · Delete 清空 · Ctrl+Z 撤销 · F8 下一处',
  scope: { title: '改哪些', one: '只改这一格', picked: '选中的 {n} 格', fault: '同一问题的 {n} 行', text: '同样是“{text}”的 {n} 行', keys: 'Enter 保存，Ctrl+Enter 一起改', faultEverywhere: '同一问题的行一起改' },
  read: { title: '怎么读的', by: '读法', other: '换一种读法…', score: '认出 {n} 列', words: '列名与词汇', kept: '不使用但保留的列 {n}：', offer: '“{column}”就是“{field}”' },
  tabs: { files: '照片图纸', quote: '报价', changes: '改单', remakes: '补件' },
  files: {
    add: '添加', camera: '拍照', none: '没有照片和图纸', whole: '整张订单', line: '第 {no} 行', goneLine: '第 {no} 行（已改掉）', toLine: '给某一行添加', choose: '选择订单行…', hint: '照片、PDF、DXF、DWG、XLSX，每个不超过 20 MB；可以拖进来，也可以粘贴截图。',
    remove: '移除 {name}', removeTitle: '移除这个文件？', removeText: '“{name}”将不再显示；文件和记录仍然保留。', removeDo: '移除', before: '上一张', after: '下一张', ofLine: '照片图纸',
  },
  promise: {
    title: '可承诺交期', wanted: '要求交期', working: '正在按当前负荷试排…', again: '重新试算', ahead: '前面在手 {orders} 张订单、{lots} 个批次、{pieces} 件未排', chain: '时间花在哪里（{n} 段）',
    basis: { plan: '按当前排产', trial: '按当前负荷试排', done: '已完成', none: '暂时算不出' },
  },
  quote: {
    how: '怎么报价', list: '价目表', auto: '按经销商自动选', discount: '折扣（减去百分之几）', badDiscount: '填 0 到 100 的数', extras: '加价项', addExtra: '加一项', extraLabel: '项目，如 上楼费', extraRemove: '去掉 {name}', many: '数量', unit: '单位', times: '次', yuan: '单价 元', unitPrice: '单价（元，负数为减）',
    save: '保存为第 {no} 版报价', saved: '第 {no} 版报价已保存，合计 ¥{total}', unpriced: '有 {n} 行算不出价，补全后才能保存', history: '报价记录', none: '还没有保存过报价', no: '第 {no} 版', counts: '有效', superseded: '已被取代', working: '正在计价…', trial: '试算', look: '选一版报价查看',
    lines: '计价明细', openAll: '全部展开', closeAll: '全部收起', goods: '货品 {n} 行', off: '折扣 {n}%', total: '合计', paper: '报价单',
  },
  price: {
    title: '价目表', one: '价目表', lead: '价目表是有版本的数据：改了要发布成新版，旧报价仍按当时的版本。样例算不对就不能发布。', empty: '还没有价目表', name: '名称', version: '版本', dealers: '适用经销商', everybody: '所有客户', validFrom: '生效日期', discount: '折扣', rules: '计价规则', extras: '附加项', examples: '样例', published: '发布时间',
    copy: '复制一份…', copyOf: '{name} 副本', newest: '最新 v{n}', red: '{all} 个样例中 {n} 个不对', green: '{n} 个样例全部正确', head: '抬头', file: '文件', publish: '发布第 {no} 版', saved: '第 {no} 版已发布', rulesHint: '从上到下，第一条符合的规则计价。', extrasHint: '所有符合的附加项都加上。', addRule: '加一条规则', addExtra: '加一个附加项',
    ruleName: '名称', models: '适用产品代号（逗号分开）', anyModel: '任何产品', method: '计价方式', price: '单价', bandsBelow: '分段单价，展开修改', more: '{name}：展开', surchargeCount: '加价 {n}', up: '上移', down: '下移', removeRule: '删除规则 {name}', english: '英文名', code: '代号', others: '其他条件', measure: '按哪个量', leastArea: '最少计 m²', leastLength: '最少计 mm', discountable: '参与折扣',
    bands: '分段', upTo: '不超过', noEnd: '以上', addBand: '加一段', removeBand: '删除这一段', surcharges: '超尺寸加价', above: '超过', each: '每', every: '每档', once: '只加一次', adds: '加', addSurcharge: '加一条', removeSurcharge: '删除这条加价', dealersHint: '适用经销商（逗号分开，留空为所有客户）', discountHint: '建议折扣 %',
    unit: { set: '元/樘', area: '元/m²', metre: '元/m' }, methods: { set: '按樘', area: '按平方米', metre: '按延米', area_by_wall: '分段平方米', metre_by_wall: '分段延米', by_length: '分段按长度' }, measures: { width: '宽', height: '高', wall: '墙厚', length: '长', area: '面积', perimeter: '周长', track: '轨道长' },
    examplesHint: '手算过的门放在这里；改价后哪些变了一眼看见。', exampleName: '样例 {n}', exampleLabel: '样例名称', should: '{name} 应得金额', removeExample: '删除样例 {name}', inputs: '{name} 的条件', comesOut: '一致', comesTo: '算得 ¥{yuan}', addExample: '加一个样例', takeAll: '核对过，全部改为算得的值',
  },
  change: {
    window: '改单时限', closed: '订单已发运或已取消，不能再改', free: '{at} 前改单不收费', left: '还有 {time}（确认后 {hours} 小时内）', rush: '加急单', over: '改单时限已过（{at}）', charged: '再改建议收费 ¥{yuan}', begin: '改单', stop: '不改了', look: '看影响', make: '提交改单（{n} 行）', working: '正在试算…',
    grid: '要改的订单行', keys: 'Enter 下一行 · 可粘贴表格 · Ctrl+Enter 同列相同内容一起改 · Ctrl+Z 撤销 · Esc 还原', acts: '行操作', newLine: '新行', position: '位置', quantity: '数量', product: '产品', removeLine: '删除第 {no} 行', keepLine: '恢复第 {no} 行', copyLine: '照第 {no} 行加一行', removeShort: '删除', keepShort: '恢复', copyShort: '照样加一行',
    would: '改了以后', wouldBefore: '可以改：订单还没有下达，没有板件受影响', kept: '不变的板件', keptBegun: '其中 {n} 件已开工', made: '要新做', dropped: '作废', cut: '已开工而作废', packages: '包裹', leftOver: '作废的板件', willBeLeft: '将作废的板件（已开工的在前）', code: '工件码', stage: '进度', doneUpTo: '已完成{step}', inLot: '已排批次，未开工', notBegun: '未开工',
    title: '提交订单 {no} 的改动？', sumDropped: '共作废 {n} 件；已开工的列在上面，请到现场收回。', reason: '改单原因（会记入操作记录）', charge: '改单收费（元）', noCharge: '在改单时限内，不收费', do: '确认改单', saved: '第 {no} 次改单完成：作废 {dropped} 件，新做 {made} 件', history: '改单记录', none: '没有改过', no: '第 {no} 次', wasFree: '不收费', added: '新增', removed: '删除', did: '不变 {kept} 件，新做 {made} 件，作废 {dropped} 件',
  },
  remake: {
    title: '新补件', notReleased: '下达后才有板件可补', search: '位置、板件、工件码', chosen: '已选 {n} 件', which: '哪些板件', wholeUnit: '整樘', reasons: '原因', stations: '出错工序', bearers: '谁承担', optional: '（可不选）', note: '说明', ownOrder: '其中 {n} 件已打包或已发运，将另开一张补件订单。', inPlace: '还在车间的板件原位报废重做；压好的门扇连同里面的板件一起重做。',
    do: '重做 {n} 件', saved: '补件 {no} 已建立，共 {n} 件', history: '补件记录', none: '没有补过件', no: '补件 {no}', bears: '{who}承担', newOrder: '补件订单',
  },
  profile: {
    title: '导入方案', one: '导入方案', lead: '导入方案说明订单文件的每一列是什么。可以教它认新列名和新叫法，也可以发布自己的方案。', name: '名称', source: '来源', layout: '版式', kind: '内容', fields: '字段', taught: '教过的列', sources: { own: '本厂', builtin: '自带' }, kinds: { doors: '门订单', panels: '板件' },
    layouts: { rows: '一行一樘', columns: '一列一樘', forms: '一表一樘' }, try: '拿一个文件试读', tryHint: '只看结果，什么都不存。', otherFile: '换一个文件', counts: '{orders} 个订单，{lines} 行，{units} 樘/件', columns: '列与含义', kept: '保留', choices: '其他读法与理由', words: '列名与词汇', file: '方案文件', own: '另存为本厂方案', ownName: '{name}（本厂）', skeleton: '只写与原方案不同的部分，例如给墙厚加一个列名：',
    saved: '{name} 第 {no} 版已发布', fileHint: '发布后成为本厂的新版本；自带的方案不会被改掉。先用下面的文件试读，再发布。', back: '还原', tryAgain: '试读', publish: '发布', search: '字段、列名、词汇', addName: '列名', addWordFor: '“{value}”的其他叫法', nameHint: '新列名，逗号分开', teach: '教会', learned: '已学会：{words}（第 {no} 版）', taughtOn: '导入时教的',
  },
  line: { extra: '订单表里没有用到的列（原样保留）' },
}
