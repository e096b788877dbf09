export default {
  papers: '单据与文件', yes: '是', no: '否',
  list: { more: '再显示一些（已显示 {shown}，共 {all}）', found: '共 {n} 条', none: '没有符合条件的内容', clear: '清除条件' },
  late: { by: '预计迟 {time}', inTime: '预计按期', never: '排程期内完不成' },
  orders: {
    no: '单号', status: '状态', customer: '客户', due: '交期', outlook: '预计', lines: '行数', made: '完成樘数', madeOf: '共 {all} 樘，完成 {done} 樘', address: '地址',
    import: '导入订单', filter: '筛选', searchHint: '单号、客户、地址', all: '全部', late: '预计迟交', releaseAll: '下达全部新单（{n}）', releaseAllText: '{n} 张新单共 {units} 樘，逐张拆单下达。做不了的订单会列出原因并跳过，其余照常下达。', releasingAll: '已下达 {done} / {n} 张，{pieces} 件', releasedAll: '已下达 {n} 张订单，{pieces} 件', stop: '停下', empty: '还没有订单，请先导入一个订单文件',
  },
  order: {
    tabs: { lines: '订单行与板件', hardware: '五金', packages: '包装', outlook: '交期预测', audit: '操作记录' },
    facts: '订单信息', phone: '电话', orderedOn: '下单日期', size: '数量', sizeText: '{lines} 行，{units} 樘', split: '拆单', splitText: '{pieces} 件，{packages} 包', remark: '备注',
    release: '下达生产', releaseTitle: '下达订单 {no}？', releaseText: '{lines} 行、{units} 樘将按产品模板拆成板件、五金和包装，每件得到自己的码。下达后订单内容不能再改。', releasing: '正在拆单…',
    released: '订单 {no} 已下达：{pieces} 件，{packages} 包', splitFindings: '拆单时有 {n} 处提示',
    cancel: '取消订单', cancelTitle: '取消订单 {no}？', cancelReason: '取消原因（会记入操作记录）', cancelled: '订单 {no} 已取消', keep: '不取消',
  },
  files: { packingList: '装箱清单', labels: '板件标签', parts: '板件清单', cutPlan: '开料图', cutList: '开料清单', labelPrinter: '标签打印机文件' },
  line: { searchHint: '位置、型号、尺寸', ordered: '下单内容', fromCell: '来自订单表的单元格 {cell}' },
  part: {
    title: '板件', hint: '点任一尺寸，看它怎么算出来', name: '名称', qty: '每樘', finished: '成品 长×宽×厚', cut: '开料 长×宽', material: '材料', grain: '纹理', edges: '封边', route: '工艺路线',
    weight: '重量', into: '压入门扇', notReleased: '下达后才有板件、五金和包装', cancelled: '订单已取消',
  },
  value: { length: '成品长', width: '成品宽', thickness: '厚度', cut_length: '开料长', cut_width: '开料宽', qty_per_unit: '每樘数量' },
  side: { front: '前', back: '后', left: '左', right: '右' },
  grain: { length: '顺长', width: '顺宽', none: '无' },
  hardwareUnit: { pcs: '个', mm: 'mm' },
  hardware: { name: '名称', code: '编号', lines: '涉及行数', quantity: '总数', empty: '这张订单没有五金' },
  package: { code: '包码', unit: '樘', group: '内容', number: '第几包', items: '件数', missing: '还缺', sum: '计划 {n} 包，已封 {closed} 包，已发 {shipped} 包' },
  packGroup: { leaf: '门扇', frame: '门套', hardware: '五金', panel: '板件' },
  outlook: { none: '还没有排产，没有交期预测', toPlanning: '去排产', finish: '预计完成', finishAt: '预计 {at} 完成', chain: '时间花在哪里（{n} 段，共 {time}）' },
  explain: {
    ask: '{name} {value}：怎么算出来的', template: '模板 {code} 第 {version} 版', trail: '算到这里的路径', back: '上一步', next: '下一步', all: '第 {at} 步，共 {n} 步 · 全部列出', oneByOne: '逐步看',
    ends: '订单里填的', default: '默认值', why: '怎么来', because: '因为 {why}', kind: { parameter: '订单', constant: '常数', value: '算得', lookup: '查表' },
  },
  param: {
    width: '宽', height: '高', wall: '墙厚', floor: '地材厚', basis: '尺寸基准', colour: '颜色', direction: '开向', faces: '套线面数', sides: '套边数', t_wall: '丁墙', lock: '锁具', hinge: '合页',
    length: '长', thickness: '厚', material: '材料', grain: '纹理', frame_rule: '包框规则', frame_joint: '套板结构', casing_cut: '套线切角', casing_style: '套线型号',
  },
  choice: {
    opening: '洞口', frame: '包框', clear: '见光', casing: '包边', left_in: '左内开', left_out: '左外开', right_in: '右内开', right_out: '右外开', unset: '未填', normal: '正常', single: '单丁墙', double: '双丁墙',
    top: '上丁墙', top_single: '上丁加单丁', top_double: '上丁加双丁', mute: '静音锁', smart: '智能锁', privacy: '卫浴锁', none: '无', standard: '普通合页', concealed: '暗合页', triple: '三合页',
    deduct: '扣减', steps: '分档', jambs_hold_head: '竖夹横', head_on_jambs: '横压竖', mitre: '45 度', square: '直切',
  },
  import: {
    drop: '把订单文件拖到这里', kinds: '支持 .xlsx、.xls、.ods、.csv（UTF-8 或 GBK）', choose: '选择文件', profile: '文件类型', profiles: { auto: '自动识别', door: '门订单', door_order: '门订单', panel_list: '板件清单' },
    sending: '正在上传', reading: '正在读取和检查', earlier: '以前的导入', none: '还没有导入过文件', file: '文件', at: '时间', orders: '订单', stops: '必须改', warns: '请留意', units: '樘数', counts: '统计',
    confirm: '确认导入 {n} 张订单', confirming: '正在建立订单…', confirmed: '已导入 {n} 张订单', cancel: '放弃导入', cancelTitle: '放弃这次导入？', cancelText: '不会建立任何订单；文件和检查结果仍保留在导入记录里。', cancelled: '已放弃这次导入', keep: '继续核对',
    whyStops: '还有 {n} 处红色问题，改完才能导入；文件要么全部导入，要么一行都不导入', whyEmpty: '文件里没有可导入的订单行', ready: '没有红色问题，可以导入', readyWarns: '没有红色问题；黄色提示请看一眼再导入',
    isConfirmed: '已导入：', isCancelled: '这次导入已放弃', duplicate: '这个文件已经导入过，见订单', nothing: '这个文件里读不出订单', again: '换一个文件',
    grid: '订单表预览', row: '行', noNumber: '（无单号，导入时自动编号）', linesOf: '{n} 行', added: '在本页补填', meaning: '“{column}”列的含义', unknown: '不使用', suggested: '可能是', learned: '已记住：“{column}”列就是“{field}”', ignored: '已记住：不使用“{column}”列',
    unknownColumns: '不认识的列', onlyFound: '只看有问题的 {n} 行（共 {all} 行）', sameForAll: '同样是“{text}”的 {n} 行一起改', sameEverywhere: '同样内容的行一起改', blank: '空', keys: 'Enter 保存，Esc 取消',
  },
  plan: {
    make: '排产', making: '正在排产', done: '新的排产方案已生效', failed: '排产没有完成：', madeAt: '{at} 排定', unplanned: '有 {n} 张已下达的订单还没有排产', none: '还没有排产方案。先下达订单，再点“排产”。',
    which: '排哪些订单', all: '全部已下达的订单（{n} 张）', allHint: '进行中的批次一起重排', some: '只排选中的订单', someHint: '进行中的批次仍一起重排', noOrders: '没有已下达而未排产的订单', chosen: '已选 {n} / {all}', start: '开始排产',
    orderFacts: '{units} 樘，交期 {due}', figures: '方案指标', inTime: '按期交货', lateN: '{n} 项预计迟交', noneLate: '没有预计迟交的订单', lots: '批次', newLots: '其中新批次 {n}', pieces: '板件数', sheets: '用板张数', bound: '理论下界 {n} 张',
    yield: '利用率', patterns: '{n} 种排版', cuts: '锯切刀数', cutsPer: '平均每张 {n} 刀', makespan: '全部完成需', setups: '换型 {n} 次，{time}', late: '迟交与原因',
  },
  lot: {
    title: '批次 {no}', no: '批次', kind: '种类', kinds: { cut: '开料', assembly: '压合', pack: '包装' }, done: '完成件数', area: '面积', starts: '开始', ends: '结束', onlyOpen: '只看未完成', facts: '批次信息', reason: '为什么在一起',
    cutPlan: '开料方案', best: '已证明最省', atMost: '最多比理论最省多 {share}%', bestText: '用板 {n} 张，已证明不可能更少。', atMostText: '用板 {n} 张，最多比理论最省多 {share}%（下界 {bound} 张）。',
    ofOffcuts: '其中余料板 {n} 张', offcuts: '留作余料', waste: '废料', patternCount: '排版种类', patterns: '排版图', tasks: '在哪台设备、什么时候做', inSchedule: '在甘特图里看', operation: '工序', noTasks: '当前排程里没有这个批次的任务',
  },
  pattern: {
    no: '排版 {no}', run: '共锯 {n} 张', brief: '{board} · {pieces} 件 · 废料 {waste}', sawn: '已开料', alt: '排版图 {no}，板材 {board}，{parts} 块板件', before: '上一张', after: '下一张',
    nearer: '放大', further: '缩小', fit: '看全图', turn: '转 90 度', pieces: '板件', pieceCount: '{n} 件', kind: { part: '板件', offcut: '余料', waste: '废料', trim: '修边' },
    rip: '纵切', cross: '横切', begin: '整板上锯', play: '按 → 逐刀看，共 {n} 刀', cutBefore: '上一刀', cutAfter: '下一刀', cutNumber: '第几刀', whole: '回到全图',
    frees: { part: '得到 {name} {label}', offcut: '得到余料 {label}，贴码入库', waste: '废料 {label}', trim: '修边', strip: '得到一条，接着往下切' },
  },
  offcuts: {
    title: '余料', code: '余料码', size: '长 × 宽 × 厚', place: '库位', at: '产生时间', searchHint: '余料码、材料、库位', none: '还没有余料', sum: '{n} 块，{area} m²',
    statuses: { in_stock: '在库', planned: '待产生', reserved: '已预留', used: '已用', scrapped: '报废' },
  },
  gantt: {
    help: '设备排程图：方向键在任务间移动，回车打开批次，加减键缩放', colour: '着色', by: { operation: '按工序', material: '按材料' }, zoom: '缩放', zooms: { day: '天', shift: '班', hour: '小时' }, now: '现在', span: '{from} 至 {to}',
    load: '负荷 {share}%', setup: '换型', closed: '停班', none: '还没有排程', only: '只突出批次 {no}', tip: '{lane} · {pieces} 件', open: '点击打开批次', left: '还有 {n} 个任务', nothing: '没有待做的任务', piecesOf: '{n} 件', isNow: '正在做', more: '再看 {n} 个', fewer: '收起',
  },
  template: {
    none: '还没有产品模板', brief: '第 {version} 版 · {parts} 种板件 · {hardware} 种五金', also: '也叫：{names}', sheets: '模板内容', green: '{n} 个样例全部正确', red: '{all} 个样例中 {n} 个不对', isGreen: '正确', isRed: '不对', inputs: '输入', expect: '应得',
    difference: '{name} 应为 {expected}，算得 {got}', steps: '从 {first} 到 {last}，每 {step} 一档，偏移 {offset}',
    sheet: { parameters: '参数', constants: '常数与扣减', values: '计算', lookups: '查表', parts: '板件', hardware: '五金', checks: '校验', examples: '样例' },
    column: {
      label: '名称', name: '代号', unit: '单位', default: '默认', range: '允许', note: '说明', value: '值', formula: '公式', table: '表', qty: '数量', length: '长', width: '宽', thickness: '厚', material: '材料', grain: '纹理', route: '工艺路线',
      into: '压入', item: '编号', when: '条件', level: '级别', message: '提示', todo: '怎么办',
    },
  },
  audit: {
    what: '对象', searchHint: '人、动作、编号', changes: '改动 {n} 处',
    kind: { order: '订单', import: '导入', plan: '排产方案', job: '任务', package: '包', shipment: '装车单', person: '人员', template: '产品模板', machine: '设备', station: '工位', board_type: '板材', calendar: '班次', piece: '工件', lot: '批次' },
    action: {
      import_previewed: '上传文件', import_column_assigned: '指定列含义', import_cell_edited: '修改单元格', import_confirmed: '确认导入', import_cancelled: '放弃导入', order_released: '下达订单', order_cancelled: '取消订单', plan_started: '开始排产', plan_made: '排产完成',
      package_reopened: '拆包', package_unloaded: '卸下包', piece_rejected: '报废工件', shipment_created: '新建装车单', shipment_left: '发车', templates_published: '发布模板', machine_added: '新增设备', station_added: '新增工位', boards_added: '新增板材', calendar_added: '新增班次',
    },
  },
}
