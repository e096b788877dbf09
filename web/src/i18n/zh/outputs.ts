export default {
  machineFiles: '机床文件', machine: '机床', per: '程序', perPart: '每种板件一个', perPiece: '每块板件一个（文件名为板件码）', notValidated: '未经机床验证。', tryFirst: '先用一块试件核对，再批量加工。',
  acceptedBy: '已在机床上验证：{who}', nothing: '没有需要在这台机床上加工的板件', fileCount: '{n} 个文件', stopped: '未生成', take: '取文件（ZIP）',
  demand: '采购需求', rules: '余量', bandSide: '封边每边余量 mm', bandExtra: '封边另加 %', boardYield: '未排料出材率 %', rulesHint: '已排料的板材按开料方案，其余按面积和出材率估算；封边按净长加余量，向上取整。',
  covers: '合并 {n} 张订单：{orders}', noDemand: '下达后才有采购需求', cutSteps: '锯切步骤', partsToCut: '待开料清单', drawing: '图纸', drawings: '全部图纸', ofLine: '本行图纸', sheets: '图幅', sheetHint: '第 {n}/{all} 张 · 比例 {scale} · 尺寸以标注为准；滚轮或双指缩放', drawingNone: '这一行还画不出图', hardwareList: '五金清单',
}
