import fc from 'fast-check';
import {
  mostSignalEvents,
  noteSignalEvent,
  readSignalEvents,
  uniteSignalEvents,
} from '../../../backend/usage/signal-events.ts';

type Counted = readonly [day: number, seq: number];

const keptDays = 90;
const newestDay = 200;

/** Events in order of acceptance, on days of which some are too old. */
const anyCounted: fc.Arbitrary<Counted[]> = fc
  .array(fc.integer({ min: newestDay - 100, max: newestDay }), { maxLength: 150, size: 'max' })
  .map((days) => days.map((day, index) => [day, index + 1] as const));

function note(counted: readonly Counted[]): string {
  let text = '';
  let newest = Number.NEGATIVE_INFINITY;
  for (const [day, seq] of counted) {
    newest = Math.max(newest, day);
    text = noteSignalEvent(text, day, seq, newest, keptDays);
  }
  return text;
}

const listed = (text: string, newest: number): Counted[] =>
  readSignalEvents(text, newest, keptDays).flatMap(([day, ...seqs]) => seqs.map((seq) => [day, seq] as const));

function newestOf(counted: readonly Counted[]): Counted[] {
  const newest = Math.max(...counted.map(([day]) => day));
  return counted
    .filter(([day]) => day > newest - keptDays)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .slice(-mostSignalEvents);
}

it('keeps the newest events of kept days, in whatever order they come', () => {
  fc.assert(
    fc.property(anyCounted, fc.infiniteStream(fc.nat()), (counted, places) => {
      const shuffled: Counted[] = [];
      for (const one of counted) shuffled.splice(places.next().value % (shuffled.length + 1), 0, one);
      const newest = Math.max(...counted.map(([day]) => day));
      expect(listed(note(shuffled), newest)).toEqual(newestOf(counted));
    }),
    { numRuns: 200 },
  );
});

it('is the same text in whatever order a few events come, so that usage counted anew is the same', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      (seqs, places) => {
        const counted = seqs.toSorted((a, b) => a - b).map((seq): Counted => [newestDay - (seq % 4), seq]);
        const shuffled: Counted[] = [];
        for (const one of counted) shuffled.splice(places.next().value % (shuffled.length + 1), 0, one);
        expect(note(shuffled)).toBe(note(counted));
      },
    ),
  );
});

it('of two persons keeps what one person would have kept', () => {
  fc.assert(
    fc.property(anyCounted, fc.infiniteStream(fc.boolean()), (counted, share) => {
      const mine = counted.map(() => share.next().value as boolean);
      const newest = Math.max(0, ...counted.map(([day]) => day));
      const one = note(counted.filter((_one, index) => mine[index]));
      const other = note(counted.filter((_one, index) => !mine[index]));
      expect(listed(uniteSignalEvents(one, other, newest, keptDays), newest)).toEqual(newestOf(counted));
    }),
    { numRuns: 200 },
  );
});

it('never grows beyond a few hundred characters', () => {
  const many = Array.from(
    { length: 2000 },
    (_, index) => [newestDay + Math.floor(index / 30), 36 ** 6 + index] as const,
  );
  expect(note(many).length).toBeLessThan(450);
});
