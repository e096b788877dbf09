/** Words of the template desk. */
export default {
  table: '公式表', result: '算出来的', suggestions: '可用的名称', findings: '{n} 处要改', leave: '还有改动没有保存，确定离开？', download: '下载', uploadInto: '上传修改', taken: '已读入文件，右边是改了什么；可以撤销', fileYaml: '模板文件', fileXlsx: 'Excel 工作簿', other: '{name} 刚改了这份草稿，已更新为最新', undoShort: '撤销', redoShort: '重做', undo: '撤销：{what}（Ctrl+Z）', redo: '重做：{what}（Ctrl+Y）',
  keys: '方向键移动 · Enter 下一行 · Tab 下一格 · F2 或双击编辑 · Esc 放弃 · Shift+方向键选区 · Ctrl+C/V 与 Excel 互贴 · Delete 清空 · Ctrl+Z/Y 撤销重做',
  head: { fresh: '新产品', on: '基于第 {n} 版', ready: '可以发布', red: '{n} 处不对，不能发布', published: '已发布', discarded: '已放弃', saving: '保存中…', saved: '已保存' },
  side: { try: '试算', examples: '样例', replay: '重放', compare: '比较' },
  section: { head: '模板', parameters: '参数', constants: '常数与扣减', lookups: '查表', values: '计算', parts: '板件', hardware: '五金', machining: '孔槽', placements: '位置', dimensions: '尺寸线', checks: '校验', examples: '样例', findings: '提示', name: '名称', also: '别名', note: '说明', materials: '材料表' },
  column: {
    label: '名称', name: '代号', key: '代号', code: '代号', unit: '单位', default: '默认', min: '最小', max: '最大', options: '可选项', options_from: '选项来自', note: '说明', value: '值', from: '取自材料', formula: '公式', keys: '查什么', rows: '表', first: '从', last: '到', step: '每档', offset: '偏移', qty: '数量', length: '长', width: '宽', thickness: '厚',
    material: '材料', grain: '纹理', rough_length: '长余量', rough_width: '宽余量', cut_length: '开料长', cut_width: '开料宽', route: '工艺路线', into: '压入', pack_group: '装包', when: '条件', density: '密度', role: '角色', item: '物料编号', part: '板件', kind: '种类', face: '面', x: '横', y: '竖', z: '深向', depth: '深', diameter: '直径', angle: '角度', pitch_x: '横距', pitch_y: '竖距', pitch_z: '深距', tool: '刀具',
    length_along: '长向', width_along: '宽向', hinges: '合页侧', view: '视图', x1: '横 1', y1: '竖 1', x2: '横 2', y2: '竖 2', level: '级别', message: '提示', todo: '怎么办', about: '关于', inputs: '输入', expect: '应得', findings: '应有提示', zh: '中', en: 'EN', edges: '封边', premill: '预铣', materials: '材料表', also: '别名', cut: '开料', weight_g: '重量', material_code: '材料', row: '整行',
  },
  edge: { thickness: '{side}', premill: '{side}预铣' },
  choice: { stop: '停', warn: '看', info: '提示', none: '无', length: '顺长', width: '顺宽', leaf: '门扇', frame: '门套', panel: '板件', hardware: '五金', front: '正面', section: '剖面', plan: '俯视', top: '上面', bottom: '下面', back: '后', left: '左', right: '右', drill: '钻孔', groove: '开槽', pocket: '挖槽', contour: '铣形', mitre: '斜切', pcs: '个', deg: '°', text: '文字', 'yes/no': '是否' },
  act: { set: '修改', insert: '新增', remove: '删除', move: '移动' },
  row: { add: '加一行', addHint: '在所选行下面加一行（Ctrl +）', copy: '复制行', up: '上移', down: '下移', remove: '删除行', none: '没有选中单元格', empty: '这里还没有内容，点“加一行”开始' },
  try: { inputs: '试算输入', from: '从样例填入', choose: '选一个样例…', default: '默认 {value}', cannot: '表里还有问题，暂时算不了；下面是上一次的结果', parts: '板件 {n} 种', hardware: '五金 {n} 种' },
  examples: { none: '还没有样例：请在左边“样例”里写一个师傅手算过的', attempt: '试算', should: '应为 {value}', is: '算得 {value}', accept: '核对过，改为算得的值', acceptAll: '全部核对过，改为算得的值' },
  replay: {
    lines: '最近多少行订单', run: '重放', running: '正在重放…', failed: '重放没有完成', none: '用最近的真实订单行算一遍，看这次改动会影响哪些尺寸。旧订单不会变。', about: '{at} 重放 {lines} 行，对比 {code} 第 {version} 版', old: '重放之后草稿又改过，请再重放一次', now: '现为 {value}', range: '现为 {low} 到 {high}', count: '{n} 行', line: '第 {n} 行', more: '还有 {n} 行',
    kind: { same: '不变', changed: '有变化', fails: '将做不了', made: '变得能做', stopped: '一直做不了' }, group: { fails: '做不了', removed: '少了', added: '多了', size: '变化', made: '能做了' },
  },
  compare: { against: '对比哪一版', newest: '最新发布的', version: '第 {n} 版', with: '对比 {code} 第 {n} 版', same: '没有差别', nothing: '没有可比的已发布版本', history: '改动记录（{n}）', added: '新增', removed: '删除', changed: '修改', moved: '移动', pick: '比较两版', before: '旧', after: '新' },
  publish: { short: '发布', title: '发布 {name} 第 {n} 版', text: '发布后新订单按这一版拆单；已经拆过的订单保持原来的版本。', red: '有 {n} 处不对，改好才能发布', noReplay: '这次改动还没有重放过真实订单，建议先重放', note: '改了什么、为什么', noteHint: '例如：侧缝 3 改 4，夏季潮胀', go: '发布', done: '{name} 第 {n} 版已发布' },
  discard: { short: '放弃草稿', title: '放弃这份草稿？', text: '草稿关闭，不会影响已发布的模板；改动记录保留。', done: '草稿已放弃' },
  conflict: { again: '在对方的改动上重做我的', drop: '放弃我的，看对方的', lost: '{n} 处改动所在的行已被对方删除，没有重做' },
  list: { edit: '修改', copy: '复制为新产品', upload: '上传模板', drafts: '草稿', draftBy: '{name} 改于 {at}', versions: '版本', version: '版本', open: '打开', copyTitle: '复制 {name} 为新产品', newCode: '新代号', newCodeHint: '小写英文、数字、下划线，例如 hotel_door', nameZh: '中文名称', nameEn: '英文名称', make: '复制', uploadTitle: '上传模板', uploadFailed: '这个文件不能用作模板', by: '{at}', noNote: '没有说明', retired: '已停用' },
} as const
