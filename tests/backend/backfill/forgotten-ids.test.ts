/** History that may have come before the ids that are still known is refused, unless somebody says that it did not. */
import { type Question, whyMayCountAgain } from '../../../backend/backfill/forgotten-ids.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
/** Live for long, nothing loaded yet. */
const question = (change: Partial<Question> = {}): Question => ({
  idsKnownFrom: day('2026-03-01'),
  liveSince: day('2026-01-10'),
  backfills: [],
  key: 'this',
  restart: false,
  before: null,
  ...change,
});
const loaded = (key: string, begunAt: string, accepted = 5) => ({
  key,
  name: `${key}.csv`,
  begunAt: day(begunAt),
  counts: { accepted, duplicates: 0, rejected: 0, skipped: 0 },
});

it.each<[string, Partial<Question>, string | null]>([
  ['what may have come live is refused, and told how to leave it out', {}, 'Leave them out with --before 2026-01-10;'],
  ['what happened before anything came live is taken', { before: day('2026-01-10') }, null],
  [
    'what happened later than that is not',
    { before: day('2026-01-11') },
    'events may have come in live since 2026-01-10',
  ],
  ['everything is taken while no id of a live event is forgotten', { liveSince: day('2026-03-01') }, null],
  [
    'another file that was loaded long ago may hold the same rows',
    { before: day('2026-01-10'), backfills: [loaded('other', '2026-02-01')] },
    'other.csv was loaded on 2026-02-01',
  ],
  [
    'one of which nothing was taken, or whose ids are known still, may not',
    { before: day('2026-01-10'), backfills: [loaded('none', '2026-02-01', 0), loaded('new', '2026-03-02')] },
    null,
  ],
  ['the file itself goes on', { backfills: [loaded('this', '2026-02-01')] }, null],
  [
    'the file itself is not read again from its beginning',
    { backfills: [loaded('this', '2026-02-01')], restart: true },
    'this file was loaded on 2026-02-01, and ids that came before 2026-03-01 are forgotten',
  ],
])('%s', (_what, change, words) => {
  const why = whyMayCountAgain(question(change));
  if (words === null) expect(why).toBeNull();
  else expect(why).toContain(words);
});
