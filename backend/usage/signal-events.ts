/**
 * Which events of a signal counted, so that a receipt can name them: their orders of acceptance, by local day. Kept as text
 * ("ffl:a3,a7;ffm:b1", numbers in base 36), because usage is read and written with every event and lists of numbers
 * made that a quarter slower.
 */

/** The day, then the orders of acceptance of its events; both ascending. */
export type DayEvents = [day: number, ...seqs: number[]][];

/** How many are kept: the newest by day, then by order of acceptance. */
export const mostSignalEvents = 30;
/** Texts of this length are cut down to what is kept; shorter ones may hold more than that. */
const longestText = 420;

/** Adds one event. Until it has to be cut down the text is the same whatever the order in which events come. `newest` is the newest day of the signal, this event's included. */
export function noteSignalEvent(text: string, day: number, seq: number, newest: number, keptDays: number): string {
  const added = append(text, day, seq) ?? write(insert(read(text), day, seq));
  return added.length <= longestText ? added : write(readSignalEvents(added, newest, keptDays));
}

/** Of two persons who become one. */
export function uniteSignalEvents(one = '', other = '', newest: number, keptDays: number): string {
  const events = read(one);
  for (const [day, ...seqs] of read(other)) for (const seq of seqs) insert(events, day, seq);
  return write(keep(events, newest, keptDays));
}

/** The newest `mostSignalEvents`, of kept days only. The same whatever the order in which events were added. */
export function readSignalEvents(text: string | undefined, newest: number, keptDays: number): DayEvents {
  return keep(read(text ?? ''), newest, keptDays);
}

/** Null when the event does not come last, as happens only to late events and to those counted anew. */
function append(text: string, day: number, seq: number): string | null {
  if (text === '') return `${day.toString(36)}:${seq.toString(36)}`;
  const newestDay = Number.parseInt(text.slice(text.lastIndexOf(';') + 1), 36);
  if (day === newestDay) return seq > lastSeq(text) ? `${text},${seq.toString(36)}` : null;
  return day > newestDay ? `${text};${day.toString(36)}:${seq.toString(36)}` : null;
}

function lastSeq(text: string): number {
  return Number.parseInt(text.slice(Math.max(text.lastIndexOf(','), text.lastIndexOf(':')) + 1), 36);
}

function insert(events: DayEvents, day: number, seq: number): DayEvents {
  const at = events.findIndex(([other]) => other >= day);
  const present = events[at];
  if (present === undefined) events.push([day, seq]);
  else if (present[0] === day) insertSeq(present, seq);
  else events.splice(at, 0, [day, seq]);
  return events;
}

function insertSeq(onDay: DayEvents[number], seq: number): void {
  const before = onDay.findIndex((other, index) => index > 0 && other > seq);
  if (before === -1) onDay.push(seq);
  else onDay.splice(before, 0, seq);
}

function keep(events: DayEvents, newest: number, keptDays: number): DayEvents {
  const kept: DayEvents = [];
  let left = mostSignalEvents;
  for (const [day, ...seqs] of events.toReversed()) {
    if (left === 0 || day <= newest - keptDays) break;
    kept.unshift([day, ...seqs.sort((one, other) => one - other).slice(-left)]);
    left -= Math.min(left, seqs.length);
  }
  return kept;
}

function read(text: string): DayEvents {
  if (text === '') return [];
  return text.split(';').map((onDay) => {
    const [day, seqs] = onDay.split(':') as [string, string];
    return [Number.parseInt(day, 36), ...seqs.split(',').map((seq) => Number.parseInt(seq, 36))];
  });
}

function write(events: DayEvents): string {
  return events
    .map(([day, ...seqs]) => `${day.toString(36)}:${seqs.map((seq) => seq.toString(36)).join(',')}`)
    .join(';');
}
