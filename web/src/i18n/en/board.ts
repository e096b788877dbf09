export default {
  live: { live: 'Live', connecting: 'Connecting', polling: 'Every 10 s', offline: 'Offline' },
  stale: {
    polling: 'The live line is down; refreshed every 10 s, data of {since}',
    offline: 'The server cannot be reached; this is the state of {since}',
    never: 'The server cannot be reached; no data yet',
  },
  shift: { none: 'No shift at the moment', line: '{name} {start}–{end}' },
  number: {
    made: 'Made today', due: 'Due today', dueMade: 'Of these made', overdue: 'Overdue', forecast: 'End of shift', until: 'Expected by {until}', range: '{low}–{high}',
    noForecast: 'Too little data to forecast', packagesClosed: 'Closed today', packagesShipped: 'Shipped today', packagesOpen: 'Open', ordersOpen: 'In hand',
    ordersReleased: 'Released', ordersPlanned: 'Planned', noDue: 'Nothing is due today',
  },
  facts: { open: 'show the facts', title: '{label}: the facts', empty: 'No facts beneath', rows: '{n} rows', first: 'The first {n} of {all} rows' },
  section: { machines: 'Machines', late: 'Will be late', packages: 'Packages', orders: 'Orders' },
  range: { label: 'Period', work: 'Working time', day: 'Whole day' },
  machine: {
    since: 'for {time}', good: 'good', scrap: 'scrap', availability: 'availability', piece: 'Working on', lastSeen: 'last heard {at}', never: 'nothing heard yet',
    none: 'No machine is connected yet', mode: 'Mode', reason: 'Reason',
  },
  late: { none: 'No order is expected to be late', by: '{time} late', due: 'due {day}', finish: 'expected {at}', all: 'All {n} orders', noReason: 'Reason not known yet' },
  ribbon: { name: '{name} from {from} to {to}: {states}' },
  day: {
    title: '{name}', previous: 'Day before', next: 'Next day', today: 'Today', ribbon: 'States over the day', hours: 'Time in each state', counts: 'Output', availability: 'How availability is worked out',
    formula: 'Availability = production time APT ÷ planned busy time PBT', apt: 'Production time APT', aptNote: 'time in “Working” within the shifts',
    pbt: 'Planned busy time PBT', pbtNote: 'time of the shifts until now', profile: 'Definition: {profile}', noPlan: 'No working time is planned for this day, so there is no availability',
    events: 'Last messages', eventAt: 'Happened', received: 'Received', late: 'Late', onTime: 'in time', state: 'State', good: 'Good', scrap: 'Scrap', piece: 'Piece',
    intervals: 'Changes of state', start: 'Start', length: 'Length', reason: 'Reason', noEvents: 'No message on this day', noIntervals: 'No state is known for this day',
    scrapRate: 'scrap rate {rate}', back: 'All machines', eventsNote: 'The last {n} messages; {late} came more than 5 s late',
  },
  piece: {
    status: 'Status', size: 'Finished size', cut: 'Cut size', material: 'Material', colour: 'Colour', order: 'Order', unit: 'Door', lot: 'Lot', package: 'Package',
    into: 'Goes into', members: 'Made of', route: 'Route', events: 'What happened', noEvents: 'Not scanned yet', step: 'Step {n}', done: 'done', nowStep: 'now',
    grain: 'Grain', edges: 'Edges', weight: 'Weight', pattern: 'Cutting pattern', label: 'Label ZPL', grainOf: { length: 'along length', width: 'along width', none: 'none' },
    reject: 'Scrap and remake', rejectTitle: 'Scrap this piece and make it anew?', rejectHint: 'The old code ends; a new one is made at once and goes into production. It goes to the audit trail',
    remadeAs: 'Scrapped; the new piece is {code}', remade: 'Remade as', remakeOf: 'Made in place of', cameLate: 'came {time} late', reasons: { scratch: 'scratched', size: 'wrong size', broken: 'edge broken', lost: 'lost' },
    edge: { front: 'front', back: 'back', left: 'left', right: 'right' },
  },
}
