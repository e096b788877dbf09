export default {
  intro: '选择一个台面开始工作',
}
