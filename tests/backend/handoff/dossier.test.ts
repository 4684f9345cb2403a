import { dossierOf, type PresentFacts } from '../../../backend/handoff/dossier.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { wordReturnNote } from '../../../backend/slack/return-note.ts';
import { alertedHandoff, dayMs, minuteMs, now, timeZone } from '../../support/handoffs.ts';

const later = now + 14 * dayMs;

const present: PresentFacts = {
  companyName: 'FinPilot',
  score: 22,
  lastActiveAt: later - 14 * dayMs,
  keyActions7d: 0,
  companyActiveUsers: 2,
};

function tried(change: Partial<Handoff>): string {
  return dossierOf(alertedHandoff(change), present, timeZone, later).tried;
}

const tom = { id: '72', email: 'tom@acme.test', name: 'Tom', setByUs: true, reason: 'next in rotation' };

it('says why somebody came, what was tried and what has changed since', () => {
  const handoff = alertedHandoff();
  const points = handoff.receipt!.score.points;
  expect(dossierOf(handoff, present, timeZone, later)).toEqual({
    cameBecause: `every condition was met, score ${points}, on Tue 10 Mar 09:00 Berlin`,
    tried: 'Maria did not call',
    changed: `score ${points} → 22, key actions a week 10 → 0, last active 14 days ago`,
  });
});

it('says who handed somebody off by hand, and why', () => {
  const byHand = { by: 'lee@acme.test', reason: 'asked for a demo', ownerId: null, insteadOf: null };
  const { cameBecause } = dossierOf(alertedHandoff({ origin: 'by hand', byHand }), present, timeZone, later);
  expect(cameBecause).toMatch(
    /^lee@acme\.test handed off by hand \(asked for a demo\), score \d+, on Tue 10 Mar 10:00 Berlin$/,
  );
});

it.each<[string, Partial<Handoff>]>([
  ['Maria took it on, did not call', { acceptedAt: now }],
  ['Maria did not call in time, nor later', { breachedAt: now }],
  [
    'Maria first call Tue 10 Mar 10:20 Berlin, 20 working minutes after the handoff',
    { touch: { at: now + 20 * minuteMs, by: 'owner', kind: 'call', via: 'Slack', minutes: 20 } },
  ],
  [
    'Tom had it (the first call was overdue); Maria did not call',
    {
      earlierOwners: [
        { ...tom, since: now, until: now, dueAt: now, breachedAt: now, why: 'the first call was overdue', by: 'clock' },
      ],
    },
  ],
  ['nobody was there to get it', { owner: null, heldSince: now }],
])('tells what was tried: "%s"', (words, change) => {
  expect(tried(change)).toBe(words);
});

it('leaves out what is not known or has not changed', () => {
  const unknown = { ...present, score: null, lastActiveAt: null, keyActions7d: 10 };
  expect(dossierOf(alertedHandoff({ receipt: null }), unknown, timeZone, later)).toEqual({
    cameBecause: null,
    tried: 'Maria did not call',
    changed: null,
  });
  expect(dossierOf(alertedHandoff(), unknown, timeZone, later).changed).toBeNull();
});

it('is one note, with nothing from outside that is live in Slack', () => {
  const dossier = { cameBecause: 'a <!channel> b', tried: 'Maria did not call', changed: null };
  const note = wordReturnNote({
    personName: 'Sarah Chen',
    companyName: 'FinPilot',
    reasons: ['score 22, below 30', '14 days without AE activity'],
    dossier,
    link: 'https://app.hubspot.com/contacts/1/record/0-1/5',
  });
  expect(note.split('\n')).toEqual([
    'Sarah Chen at FinPilot is back with marketing: score 22, below 30; 14 days without AE activity',
    'Why it came: a &lt;!channel&gt; b',
    'What was tried: Maria did not call',
    'Open in HubSpot: <https://app.hubspot.com/contacts/1/record/0-1/5>',
  ]);
});
