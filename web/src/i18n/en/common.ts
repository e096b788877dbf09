export default {
  app: { name: 'Shuanglun', slogan: 'From order to lorry, every fact captured once' },
  page: {
    signIn: 'Sign in', board: 'Today', machines: 'Machines', machine: 'Machine', floor: 'Station', packing: 'Packing', packingOrder: 'Packing an order',
    shipping: 'Shipping', shipment: 'Shipment', piece: 'Life of a piece', me: 'Me', orders: 'Orders', order: 'Order', imports: 'Imports',
    importOne: 'Check an import', planning: 'Planning', lot: 'Lot', pattern: 'Cutting pattern', schedule: 'Schedule', templates: 'Product templates', templateDesk: 'Template desk', audit: 'Audit trail',
    missing: 'There is no such page',
  },
  nav: { main: 'Main navigation', skip: 'Skip to content' },
  action: {
    signIn: 'Sign in', signOut: 'Sign out', retry: 'Try again', reload: 'Reload', back: 'Back', close: 'Close', cancel: 'Cancel', confirm: 'OK',
    save: 'Save', open: 'Open', print: 'Print', change: 'Change', create: 'New', dismiss: 'Got it', update: 'Update now', search: 'Search',
    home: 'Home', download: 'Download',
  },
  state: {
    loading: 'Loading…', empty: 'Nothing here yet', failed: 'This could not be loaded', offline: 'Offline', findings: 'Things to settle', noFindings: 'No problems',
    updateReady: 'A new version is ready', signedOut: 'Your session has ended; please sign in again', notAllowed: 'Your role may not open this page',
  },
  level: { stop: 'Must be fixed', warn: 'Look at this', info: 'Note' },
  where: { row: 'row {row}', cell: 'cell {cell}', sheet: 'sheet {sheet}', value: 'value now: {value}' },
  unit: { mm: 'mm', units: 'doors', pieces: 'pieces', packages: 'packages', percent: '%' },
  field: { login: 'Account', password: 'Password', language: 'Language' },
  language: { zh: '中文', en: 'English' },
  signIn: {
    title: 'Sign in to Shuanglun', hint: 'Use the account your factory gave you', show: 'Show password', hide: 'Hide password', wait: 'Signing in…',
    needBoth: 'Please fill in account and password',
  },
  me: {
    role: 'Role', factory: 'Factory', account: 'Account', pages: 'All pages', install: 'Install on this phone', installNow: 'Install',
    installed: 'Installed', installHint: 'Choose “Add to home screen” in the browser menu; then one tap opens it, and station scans work without a network.',
    find: 'Find a piece', findHint: 'Scan or type a piece or package code', findGo: 'Find', findBad: 'This is neither a piece nor a package code: {code}', version: 'Version {version}',
    waiting: '{n} scans have not been sent yet; after signing out they are only sent once you sign in again.', signOutTitle: 'Sign out?',
  },
  status: {
    order: { new: 'New', released: 'Released', planned: 'Planned', in_production: 'In production', packed: 'Packed', shipped: 'Shipped', cancelled: 'Cancelled' },
    piece: { planned: 'Planned', in_process: 'In process', assembled: 'Assembled', ready: 'Ready to pack', packed: 'Packed', shipped: 'Shipped', scrapped: 'Scrapped', cancelled: 'Cancelled' },
    package: { open: 'Open', closed: 'Closed', loaded: 'Loaded', shipped: 'Shipped', cancelled: 'Cancelled' },
    lot: { released: 'Released', in_production: 'In production', done: 'Done', cancelled: 'Cancelled' },
    shipment: { loading: 'Loading', left: 'Left', cancelled: 'Cancelled' },
    machine: { WORKING: 'Working', READY: 'Ready', STANDBY: 'Standby', ERROR: 'Error', OFFLINE: 'Offline', UNKNOWN: 'Unknown' },
    verdict: { ok: 'Right', wrong: 'Wrong', duplicate: 'Again', unknown: 'Unknown', blocked: 'Blocked', note: 'Look here' },
    job: { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
    import: { preview: 'To check', confirmed: 'Imported', cancelled: 'Cancelled' },
  },
  // Words machines give as reason of a stop; others are shown as they come.
  reason: { jam: 'jam', tool_change: 'tool change', waiting_material: 'waiting for material', adjustment: 'adjustment' },
  operation: { saw: 'Saw', edge: 'Edge-banding', cnc: 'CNC', press: 'Press', cure: 'Curing', pack: 'Packing', ship: 'Shipping' },
}
