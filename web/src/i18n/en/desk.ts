export default {
  papers: 'Papers and files', yes: 'yes', no: 'no',
  list: { more: 'Show more ({shown} of {all} shown)', found: '{n} in all', none: 'Nothing fits these conditions', clear: 'Clear conditions' },
  late: { by: '{time} late', inTime: 'in time', never: 'not within the horizon' },
  orders: {
    no: 'Number', status: 'Status', customer: 'Customer', due: 'Due', outlook: 'Outlook', lines: 'Lines', made: 'Doors made', madeOf: '{done} of {all} doors made', address: 'Address',
    import: 'Import orders', filter: 'Filter', searchHint: 'Number, customer, address', all: 'All', late: 'Will be late', releaseAll: 'Release all new ({n})', releaseAllText: '{n} new orders with {units} doors are split and released one after the other. Orders that cannot be made are listed with the reason and passed over.', releasingAll: '{done} of {n} released, {pieces} pieces', releasedAll: '{n} orders released, {pieces} pieces', stop: 'Stop', empty: 'No orders yet: import an order file first',
  },
  order: {
    tabs: { lines: 'Lines and parts', hardware: 'Hardware', packages: 'Packages', outlook: 'Outlook', audit: 'Audit trail' },
    facts: 'About the order', phone: 'Phone', orderedOn: 'Ordered', size: 'Size', sizeText: '{lines} lines, {units} doors', split: 'Split', splitText: '{pieces} pieces, {packages} packages', remark: 'Remark',
    release: 'Release', releaseTitle: 'Release order {no}?', releaseText: '{lines} lines with {units} doors are split into parts, hardware and packages by their templates; each piece gets its own code. The order cannot be changed afterwards.', releasing: 'Splitting…',
    released: 'Order {no} released: {pieces} pieces, {packages} packages', splitFindings: '{n} notes from the split',
    cancel: 'Cancel order', cancelTitle: 'Cancel order {no}?', cancelReason: 'Reason (kept in the audit trail)', cancelled: 'Order {no} cancelled', keep: 'Keep it',
  },
  files: { packingList: 'Packing list', labels: 'Piece labels', parts: 'Part list', cutPlan: 'Cut plan', cutList: 'Cut list', labelPrinter: 'Label printer file' },
  line: { searchHint: 'Place, model, size', ordered: 'As ordered', fromCell: 'From cell {cell} of the order sheet' },
  part: {
    title: 'Parts', hint: 'Press any size to see how it came about', name: 'Name', qty: 'Per door', finished: 'Finished L×W×T', cut: 'Cut L×W', material: 'Material', grain: 'Grain', edges: 'Edges', route: 'Route',
    weight: 'Weight', into: 'into the leaf', notReleased: 'Parts, hardware and packages appear with the release', cancelled: 'The order is cancelled',
  },
  value: { length: 'finished length', width: 'finished width', thickness: 'thickness', cut_length: 'cut length', cut_width: 'cut width', qty_per_unit: 'quantity per door' },
  side: { front: 'F', back: 'B', left: 'L', right: 'R' },
  grain: { length: 'length', width: 'width', none: 'none' },
  hardwareUnit: { pcs: 'pcs', mm: 'mm' },
  hardware: { name: 'Name', code: 'Code', lines: 'Lines', quantity: 'Total', empty: 'This order has no hardware' },
  package: { code: 'Package', unit: 'Door', group: 'Content', number: 'Number', items: 'Items', missing: 'Missing', sum: '{n} planned, {closed} closed, {shipped} shipped' },
  packGroup: { leaf: 'Leaf', frame: 'Frame', hardware: 'Hardware', panel: 'Panels' },
  outlook: { none: 'Not planned yet, so there is no outlook', toPlanning: 'Go to planning', finish: 'Ready by the plan', finishAt: 'ready {at}', chain: 'Where the time goes ({n} stretches, {time})' },
  explain: {
    ask: '{name} {value}: how it came about', template: 'Template {code}, version {version}', trail: 'Path to this value', back: 'Back', next: 'Next', all: 'Step {at} of {n} · list all', oneByOne: 'One by one',
    ends: 'From the order', default: 'default', why: 'how', because: 'because {why}', kind: { parameter: 'order', constant: 'constant', value: 'result', lookup: 'table' },
  },
  param: {
    width: 'width', height: 'height', wall: 'wall', floor: 'floor finish', basis: 'dimension basis', colour: 'colour', direction: 'opening', faces: 'casing faces', sides: 'lining sides', t_wall: 'T-wall', lock: 'lock', hinge: 'hinge',
    length: 'length', thickness: 'thickness', material: 'material', grain: 'grain', frame_rule: 'frame rule', frame_joint: 'lining joint', casing_cut: 'casing cut', casing_style: 'casing style',
  },
  choice: {
    opening: 'opening', frame: 'frame', clear: 'clear', casing: 'casing', left_in: 'left in', left_out: 'left out', right_in: 'right in', right_out: 'right out', unset: 'not given', normal: 'normal', single: 'one side', double: 'both sides',
    top: 'top', top_single: 'top and one side', top_double: 'top and both sides', mute: 'mute lock', smart: 'smart lock', privacy: 'privacy lock', none: 'none', standard: 'standard hinge', concealed: 'concealed hinge', triple: 'three hinges',
    deduct: 'deduction', steps: 'step table', jambs_hold_head: 'jambs hold the head', head_on_jambs: 'head lies on the jambs', mitre: 'mitre 45°', square: 'square cut',
  },
  import: {
    drop: 'Drop an order file here', kinds: '.xlsx, .xls, .ods, .csv (UTF-8 or GBK)', choose: 'Choose a file', profile: 'Kind of file', profiles: { auto: 'find out', door: 'door order', door_order: 'door order', panel_list: 'panel list' },
    sending: 'Uploading', reading: 'Reading and checking', earlier: 'Earlier imports', none: 'No file has been imported yet', file: 'File', at: 'When', orders: 'Orders', stops: 'To fix', warns: 'To look at', units: 'Doors', counts: 'Counts',
    confirm: 'Import {n} orders', confirming: 'Making the orders…', confirmed: '{n} orders imported', cancel: 'Discard', cancelTitle: 'Discard this import?', cancelText: 'No order is made; the file and what was found in it stay in the list of imports.', cancelled: 'Import discarded', keep: 'Keep checking',
    whyStops: '{n} red findings must be settled first: a file is imported as a whole or not at all', whyEmpty: 'There is no order line in the file', ready: 'Nothing red: ready to import', readyWarns: 'Nothing red; look at the yellow notes, then import',
    isConfirmed: 'Imported:', isCancelled: 'This import was discarded', duplicate: 'This file was imported before, see order', nothing: 'No order could be read from this file', again: 'Another file',
    grid: 'Preview of the order sheet', row: 'Row', noNumber: '(no number, numbered at import)', linesOf: '{n} lines', added: 'filled in here', meaning: 'Meaning of column “{column}”', unknown: 'not used', suggested: 'Probably', learned: 'Remembered: column “{column}” is “{field}”', ignored: 'Remembered: column “{column}” is not used',
    unknownColumns: 'Unknown columns', onlyFound: 'Only the {n} rows with findings (of {all})', sameForAll: 'Change all {n} rows with “{text}”', sameEverywhere: 'Change rows with the same text too', blank: 'blank', keys: 'Enter saves, Esc cancels',
  },
  plan: {
    make: 'Make a plan', making: 'Planning', done: 'The new plan holds', failed: 'The plan was not finished:', madeAt: 'made {at}', unplanned: '{n} released orders are not planned yet', none: 'There is no plan yet. Release orders, then press “Make a plan”.',
    which: 'Which orders', all: 'All released orders ({n})', allHint: 'Lots under way are scheduled anew with them', some: 'Only chosen orders', someHint: 'Lots under way are still scheduled anew', noOrders: 'No released order waits for a plan', chosen: '{n} of {all} chosen', start: 'Start',
    orderFacts: '{units} doors, due {due}', figures: 'Figures of the plan', inTime: 'Deliveries in time', lateN: '{n} will be late', noneLate: 'No order will be late', lots: 'Lots', newLots: '{n} of them new', pieces: 'Pieces', sheets: 'Boards', bound: 'at least {n} needed',
    yield: 'Yield', patterns: '{n} patterns', cuts: 'Cuts', cutsPer: '{n} a board', makespan: 'All done in', setups: '{n} changeovers, {time}', late: 'Late and why',
  },
  lot: {
    title: 'Lot {no}', no: 'Lot', kind: 'Kind', kinds: { cut: 'Cutting', assembly: 'Pressing', pack: 'Packing' }, done: 'Done', area: 'Area', starts: 'Starts', ends: 'Ends', onlyOpen: 'Unfinished only', facts: 'About the lot', reason: 'Why together',
    cutPlan: 'Cut plan', best: 'proven best', atMost: 'at most {share}% above the best', bestText: '{n} boards, proven that fewer are impossible.', atMostText: '{n} boards, at most {share}% above the best possible (at least {bound}).',
    ofOffcuts: '{n} of them off-cuts', offcuts: 'Kept off-cuts', waste: 'Waste', patternCount: 'Patterns', patterns: 'Patterns', tasks: 'Where and when', inSchedule: 'Show in the schedule', operation: 'Operation', noTasks: 'The current schedule has no task of this lot',
  },
  pattern: {
    no: 'Pattern {no}', run: '{n} boards', brief: '{board} · {pieces} pieces · waste {waste}', sawn: 'sawn', alt: 'Pattern {no} on board {board} with {parts} parts', before: 'Previous', after: 'Next',
    nearer: 'Zoom in', further: 'Zoom out', fit: 'Show all', turn: 'Turn by 90°', pieces: 'Pieces', pieceCount: '{n} pieces', kind: { part: 'Part', offcut: 'Off-cut', waste: 'Waste', trim: 'Trim' },
    rip: 'Rip', cross: 'Cross-cut', begin: 'Whole board on the saw', play: 'Press → to go cut by cut, {n} cuts', cutBefore: 'Previous cut', cutAfter: 'Next cut', cutNumber: 'Number of the cut', whole: 'Back to the whole pattern',
    frees: { part: 'gives {name} {label}', offcut: 'gives off-cut {label}: label and store it', waste: 'waste {label}', trim: 'trim', strip: 'gives a strip to cut further' },
  },
  offcuts: {
    title: 'Off-cuts', code: 'Off-cut', size: 'L × W × T', place: 'Place', at: 'Made', searchHint: 'Code, material, place', none: 'No off-cuts yet', sum: '{n} off-cuts, {area} m²',
    statuses: { in_stock: 'in stock', planned: 'planned', reserved: 'reserved', used: 'used', scrapped: 'scrapped' },
  },
  gantt: {
    help: 'Machine schedule: arrow keys go from task to task, Enter opens the lot, plus and minus zoom', colour: 'Colour', by: { operation: 'By operation', material: 'By material' }, zoom: 'Zoom', zooms: { day: 'Days', shift: 'Shifts', hour: 'Hours' }, now: 'Now', span: '{from} to {to}',
    load: 'load {share}%', setup: 'Changeover', closed: 'No shift', none: 'There is no schedule yet', only: 'Showing lot {no}', tip: '{lane} · {pieces} pieces', open: 'Press to open the lot', left: '{n} tasks left', nothing: 'Nothing to do', piecesOf: '{n} pieces', isNow: 'now', more: '{n} more', fewer: 'Fewer',
  },
  template: {
    none: 'No product templates yet', brief: 'Version {version} · {parts} parts · {hardware} hardware', also: 'Also called: {names}', sheets: 'Sheets of the template', green: 'All {n} examples right', red: '{n} of {all} examples wrong', isGreen: 'right', isRed: 'wrong', inputs: 'Inputs', expect: 'Expected',
    difference: '{name} should be {expected}, came out {got}', steps: 'from {first} to {last} in steps of {step}, offset {offset}',
    sheet: { parameters: 'Parameters', constants: 'Constants', values: 'Values', lookups: 'Tables', parts: 'Parts', hardware: 'Hardware', checks: 'Checks', examples: 'Examples' },
    column: {
      label: 'Name', name: 'Code', unit: 'Unit', default: 'Default', range: 'Allowed', note: 'Note', value: 'Value', formula: 'Formula', table: 'Table', qty: 'Quantity', length: 'Length', width: 'Width', thickness: 'Thickness', material: 'Material', grain: 'Grain', route: 'Route',
      into: 'Into', item: 'Item', when: 'When', level: 'Level', message: 'Message', todo: 'What to do',
    },
  },
  audit: {
    what: 'About', searchHint: 'Person, action, number', changes: '{n} changes',
    kind: { order: 'order', import: 'import', plan: 'plan', job: 'job', package: 'package', shipment: 'shipment', person: 'person', template: 'template', machine: 'machine', station: 'station', board_type: 'board', calendar: 'calendar', piece: 'piece', lot: 'lot' },
    action: {
      import_previewed: 'uploaded a file', import_column_assigned: 'assigned a column', import_cell_edited: 'edited a cell', import_confirmed: 'confirmed an import', import_cancelled: 'discarded an import', order_released: 'released an order', order_cancelled: 'cancelled an order', plan_started: 'started a plan', plan_made: 'made a plan',
      package_reopened: 'reopened a package', package_unloaded: 'unloaded a package', piece_rejected: 'scrapped a piece', shipment_created: 'made a shipment', shipment_left: 'sent a lorry', templates_published: 'published templates', machine_added: 'added a machine', station_added: 'added a station', boards_added: 'added a board', calendar_added: 'added a calendar',
    },
  },
}
