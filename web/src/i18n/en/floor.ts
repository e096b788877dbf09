export default {
  station: {
    choose: 'Choose a station', chooseHint: 'This device will remember it', none: 'The factory has no stations yet', change: 'Change', operation: 'Operation: {operation}',
    packHere: 'Packing stations use the packing page', shipHere: 'Shipping stations use the shipping page', go: 'Open',
  },
  scan: {
    field: 'Scan or type a code', ready: 'Ready to scan', readyHint: 'Just scan; no need to touch the field', send: 'Enter', camera: 'Scan with camera', cameraClose: 'Close camera', keyboard: 'Show keyboard',
    sound: 'Sound on', mute: 'Sound off', sending: 'Checking…', waiting: 'Noted', waitingText: 'No network; it will be sent by itself', refused: 'Not accepted',
    full: 'This device has no room for more scans; bring the network back first', counts: '{done} done, {left} left', left: 'Left', done: 'Done today', last: 'Last scans', noLast: 'Nothing scanned yet',
    late: 'sent later', print: 'Print label', pdf: 'Label PDF', zpl: 'Label ZPL', order: 'Order {no}', open: 'Life line',
  },
  camera: {
    start: 'Opening the camera…', aim: 'Hold the code into the frame', denied: 'The camera may not be used or is taken', insecure: 'The camera cannot be used live at this address; take a photo instead',
    photo: 'Take a photo', notFound: 'No code was found in the photo', torch: 'Light',
  },
  queue: {
    waiting: '{n} scans wait to be sent', foreign: '{n} scans belong to somebody else and are sent when they sign in', late: '{n} of the scans sent later were not right', refused: '{n} scans were not accepted by the server',
    send: 'Send now', seen: 'Got it',
  },
  work: {
    now: 'What now', none: 'No task at this station now', lot: 'Lot', pattern: 'Pattern {no}', next: 'Next', due: 'due {day}', progress: '{done} / {all} pieces', material: '{material} · {thickness} mm thick',
  },
  packing: {
    aside: 'Put aside, pack another one first',
    open: 'Open packages', none: 'No package waits to be packed', missing: '{n} missing', complete: 'Complete', kOfN: 'Package {k} of {n}', k: 'Package {k}', scanAny: 'Scan any piece; its package opens by itself',
    and: ', ', packed: '{done} of {all} packed', missingList: 'Missing', packedList: 'Packed', closedTitle: 'Package closed', reopen: 'Reopen', reopenTitle: 'Reopen this package', reason: 'Reason',
    reasonHint: 'Say why it is opened; it goes to the audit trail', reasons: { wrong: 'wrong piece', swap: 'piece swapped', damage: 'damaged', change: 'order changed' }, reopened: 'The package is open again',
    order: 'Order {no}', orderAll: 'Whole order', weight: 'Weight', all: '{n} packages, {closed} closed', noPackages: 'This order has no packages yet', choose: 'Choose a package, or just scan', chooseStation: 'Choose the packing station',
    noStation: 'The factory has no packing station yet', unit: 'Door {label}', back: 'All open packages', notFound: 'There is no such package', strays: '{codes} does not belong here: take it out and scan it again, then the package closes',
  },
  shipping: {
    create: 'New shipment', lorry: 'Number plate', driver: 'Driver (optional)', lorryHint: 'e.g. 浙A12345', start: 'Start loading', none: 'No shipments yet', loading: 'Loading', left: 'Left',
    scanHere: 'Scan package labels to load', perOrder: 'Orders on the lorry', loaded: '{loaded} / {n} packages', full: 'complete', missing: '{n} missing', leave: 'Leave', leaveTitle: 'Let it leave?', leaveText: '{n} packages are on the lorry. Nothing can be loaded afterwards.',
    blockedTitle: 'Packages are missing: it may not leave', blockedText: 'These orders are not complete:', override: 'Leave incomplete', overrideReason: 'Why it leaves incomplete', overrideHint: 'Goes to the audit trail', overrideNo: 'Your role may not let it leave incomplete; ask the foreman.',
    unload: 'Unload', unloadTitle: 'Unload {code}?', packages: 'On the lorry', empty: 'Nothing on the lorry; scan the first package', created: 'made {at}', leftAt: 'left {at}', noStation: 'The factory has no shipping station yet', chooseStation: 'Choose the shipping station',
    orders: '{n} orders', count: '{n} packages', plate: 'The number plate is needed', all: 'all {n}', fewer: 'fewer', overridden: 'Left incomplete: {reason}', manifest: 'Manifest',
  },
}
