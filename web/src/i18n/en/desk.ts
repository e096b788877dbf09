export default {
  intro: 'Choose a desk to start',
}
