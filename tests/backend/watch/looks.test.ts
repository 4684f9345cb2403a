import { type Looks, noteLook } from '../../../backend/watch/looks.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = 1_000 * dayMs;
const earlier = { from: now - 130 * dayMs, to: now - 119 * dayMs };
const forgotten = { from: now - 130 * dayMs, to: now - 120 * dayMs };

it.each<[string, Looks | null, Looks]>([
  ['the first look knows of nothing before', null, { lookedAt: now, away: [] }],
  ['a minute later nobody was away', { lookedAt: now - 60_000, away: [] }, { lookedAt: now, away: [] }],
  ['nor after an hour', { lookedAt: now - hourMs, away: [] }, { lookedAt: now, away: [] }],
  [
    'longer than an hour without a look, somebody was',
    { lookedAt: now - hourMs - 1, away: [earlier] },
    { lookedAt: now, away: [earlier, { from: now - hourMs - 1, to: now }] },
  ],
  ['what is long ago is forgotten', { lookedAt: now, away: [forgotten] }, { lookedAt: now, away: [] }],
  ['a clock that was moved back goes on from there', { lookedAt: now + dayMs, away: [] }, { lookedAt: now, away: [] }],
])('%s', (_title, before, after) => {
  expect(noteLook(before, now)).toEqual(after);
});
