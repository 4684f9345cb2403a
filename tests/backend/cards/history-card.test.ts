import { historyCard } from '../../../backend/cards/history-card.ts';
import type { EarlierOwner } from '../../../backend/handoff/handoff.ts';
import type { HistoryWork } from '../../../backend/store/card-store.ts';
import { alertedHandoff, hourMs, minuteMs, now, person, portalState, record } from '../../support/handoffs.ts';

const nothing = { timeline: { entries: [], older: null }, receipts: { receipts: [], older: null } };

function marksOf(change: Partial<ReturnType<typeof alertedHandoff>>) {
  const work = { person: person(), record: record(), decision: null, handoffs: [alertedHandoff(change)], marks: [] };
  const { score } = historyCard(work as unknown as HistoryWork, nothing, portalState(), now + 5 * hourMs);
  return score.marks.map(({ at, what, label }) => [at, what, label]);
}

describe('over the score', () => {
  const given = alertedHandoff();
  const earlier: EarlierOwner = {
    ...given.owner!,
    name: 'Maria Lopez',
    since: now,
    until: now + 2 * hourMs,
    dueAt: now + 2 * hourMs,
    breachedAt: now + 2 * hourMs,
    why: 'the first call was overdue',
    by: 'clock',
  };

  it('a handoff names whoever it went to then, and whoever it went on to later', () => {
    const owner = { ...given.owner!, name: 'Lee Park', since: now + 2 * hourMs };
    expect(marksOf({ handedOffAt: now, earlierOwners: [earlier], owner })).toEqual([
      [now, 'handoff', 'Handed off to Maria Lopez'],
      [now + 2 * hourMs, 'handoff', 'Went on to Lee Park'],
    ]);
  });

  it('one that nobody could get names nobody until somebody gets it', () => {
    expect(marksOf({ handedOffAt: now, owner: null })).toEqual([[now, 'handoff', 'Handed off']]);
    const owner = { ...given.owner!, name: 'Lee Park', since: now + minuteMs };
    expect(marksOf({ handedOffAt: now, owner })).toEqual([[now + minuteMs, 'handoff', 'Handed off to Lee Park']]);
  });
});
