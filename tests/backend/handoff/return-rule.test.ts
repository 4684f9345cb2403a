import { localDay, type ReturnRule, startOfLocalDay } from '@zo/shared';
import { handoffStatuses } from '../../../backend/handoff/handoff.ts';
import {
  canReturn,
  type ReturnQuestion,
  reasonsToReturn,
  returnCheckDay,
} from '../../../backend/handoff/return-rule.ts';
import { alertedHandoff, dayMs, dayOf, now, timeZone, today, waitingHandoff } from '../../support/handoffs.ts';

const idle: ReturnRule = { kind: 'no ae activity', days: 14, text: '14 days without AE activity' };
const low: ReturnRule = { kind: 'score below', below: 30, text: 'zo_pql_score < 30' };

/** 14 days after the handoff, with a low score and no activity: both rules hold. */
function question(change: Partial<ReturnQuestion> = {}): ReturnQuestion {
  return { handoff: alertedHandoff(), score: 22, contactedNotes: 0, today: today + 14, dayOf, ...change };
}

describe('reasons to return', () => {
  it.each<[string, string[], Partial<ReturnQuestion>]>([
    ['both, the score first', ['score 22, below 30', '14 days without AE activity'], {}],
    ['only the silence', ['14 days without AE activity'], { score: 30 }],
    ['only the score, a day earlier', ['score 22, below 30'], { today: today + 13 }],
    ['none once sales has been in touch, whatever the score', [], { contactedNotes: 1 }],
    ['only the score, before anybody had it', ['score 22, below 30'], { handoff: waitingHandoff() }],
    [
      'both, when all activity was before the handoff',
      ['score 22, below 30', '14 days without AE activity'],
      { handoff: alertedHandoff({ contactedNotesAtHandoff: 4 }), contactedNotes: 4 },
    ],
    ['none while neither rule holds', [], { score: 30, today: today + 13 }],
  ])('are %s', (_which, reasons, change) => expect(reasonsToReturn([idle, low], question(change))).toEqual(reasons));

  it('are none without rules', () => expect(reasonsToReturn([], question())).toEqual([]));

  it.each([
    ['late in the evening', '2026-03-10T23:59:00+01:00'],
    ['just after midnight', '2026-03-10T00:01:00+01:00'],
  ])('count calendar days, not hours, for a handoff %s, over the change to summer time', (_when, text) => {
    const handoff = alertedHandoff({ handedOffAt: Date.parse(text) });
    // 29 March 2026 has 23 hours in Berlin.
    const ends = startOfLocalDay(localDay(Date.parse(text), timeZone) + 20, timeZone);
    const rule = { ...idle, days: 20 };
    const on = (ms: number) => reasonsToReturn([rule], question({ handoff, today: dayOf(ms) }));
    expect(on(ends - 1)).toEqual([]);
    expect(on(ends)).toEqual(['20 days without AE activity']);
    expect(returnCheckDay([low, rule], handoff, dayOf)).toBe(dayOf(ends));
  });
});

describe('the day to look at a handoff', () => {
  it('is the earliest of the rules that wait for time', () => {
    expect(returnCheckDay([idle, { ...idle, days: 7 }, low], alertedHandoff(), dayOf)).toBe(today + 7);
  });
  it('is none when no rule waits for time, or nobody has it yet', () => {
    expect(returnCheckDay([low], alertedHandoff(), dayOf)).toBeNull();
    expect(returnCheckDay([idle], waitingHandoff(), dayOf)).toBeNull();
    expect(dayOf(now + dayMs)).toBe(today + 1);
  });
});

it('only what sales has and has not engaged with goes back by itself', () => {
  const back = handoffStatuses.filter((status) => canReturn(alertedHandoff({ status })));
  expect(back).toEqual(['assigned', 'alerted', 'breached']);
});
