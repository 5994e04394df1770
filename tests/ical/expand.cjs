// Prints what ical.js finds in a feed (standard input): [UID, begin, end] of each time, in seconds since 1970.
const ICAL = require(process.argv[2]).default;
const [start, end] = process.argv.slice(3).map(Number);
const root = new ICAL.Component(ICAL.parse(require('fs').readFileSync(0, 'utf8')));
root.getAllSubcomponents('vtimezone').forEach(zone => ICAL.TimezoneService.register(new ICAL.Timezone(zone)));
const found = [];
const DAY = 86400;
for (const component of root.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component);
  if (event.isRecurrenceException()) continue;
  const keep = (uid, from, to) => {
    const begins = from.toUnixTime();
    if (start <= begins && begins < end) found.push([uid, begins, to.toUnixTime()]);
  };
  if (!event.isRecurring()) {
    keep(event.uid, event.startDate, event.endDate);
    continue;
  }
  const times = event.iterator();
  for (let at = times.next(); at && at.toUnixTime() < end + 400 * DAY; at = times.next()) {
    const one = event.getOccurrenceDetails(at);
    keep(event.uid, one.startDate, one.endDate);
  }
}
console.log(JSON.stringify(found));
