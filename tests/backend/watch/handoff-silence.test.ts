import { dayWords, judgeHandoffs, tellOfHandoffs } from '../../../backend/watch/handoff-silence.ts';
import type { Span } from '../../../backend/watch/usual-gap.ts';
import { dayMs, hourMs, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const { workingHours } = acmePlaybook();
const at = (local: string) => Date.parse(`${local}+02:00`);
const goLiveAt = at('2026-04-01T00:00');
const noon = (...days: string[]) => days.map((day) => at(`2026-05-${day}T12:00`));
/** Monday to Friday, and Monday. */
const daily = noon('04', '05', '06', '07', '08', '11');
/** Mondays and Thursdays. */
const twice = noon('04', '07', '11', '14', '18', '21');

function judge(handedOffAt: number[], now: string, more: { goLiveAt?: number | null; away?: Span[] } = {}) {
  const live = more.goLiveAt === undefined ? goLiveAt : more.goLiveAt;
  return judgeHandoffs({ handedOffAt, goLiveAt: live, workingHours }, { timeZone, away: more.away ?? [] }, at(now));
}

describe('handoffs', () => {
  it.each([
    ['come every day; the weekend is none', daily.slice(0, 5), '2026-05-11T12:00', 'coming', 1],
    ['come every day; three working days without one are silence', daily, '2026-05-14T12:00', 'silent', 1],
    ['come every day; less is not', daily, '2026-05-14T11:59', 'coming', 1],
    ['come twice a week; silence is after nine working days', twice, '2026-06-03T12:00', 'silent', 3],
    ['come twice a week; less is not', twice, '2026-06-03T11:59', 'coming', 3],
  ])('%s', (_title, handedOffAt, now, state, gapDays) => {
    expect(judge(handedOffAt, now)).toEqual({ state, lastAt: handedOffAt.at(-1), gapDays });
  });

  it('that came five times in one day are silent after two working days', () => {
    const often = [11, 12, 13, 14, 15].map((hour) => at(`2026-05-04T${hour}:00`));
    expect(judge(often, '2026-05-06T14:59').state).toBe('coming');
    expect(judge(often, '2026-05-06T15:00').state).toBe('silent');
  });

  it('are not judged in watch mode, nor with fewer than five since going live', () => {
    expect(judge(daily, '2026-06-20T12:00', { goLiveAt: null })).toEqual({ state: 'watch mode' });
    expect(judge(daily.slice(2), '2026-06-20T12:00')).toEqual({ state: 'too little known', handoffs: 4 });
    expect(judge(daily, '2026-06-20T12:00', { goLiveAt: daily[2]! })).toEqual({
      state: 'too little known',
      handoffs: 4,
    });
    expect(judge([], '2026-06-20T12:00')).toEqual({ state: 'too little known', handoffs: 0 });
  });

  it('are judged by the ninety days up to the last one, so that waiting makes no silence usual', () => {
    const long = daily.map((ms) => ms + 91 * dayMs);
    expect(judge([...daily, ...long], '2026-12-20T12:00')).toEqual({
      state: 'silent',
      lastAt: long.at(-1),
      gapDays: 1,
    });
  });

  it('are not missed while nobody looked', () => {
    const away = [{ from: daily.at(-1)! + hourMs, to: at('2026-05-20T09:00') }];
    expect(judge(daily, '2026-05-21T12:00', { away }).state).toBe('coming');
    expect(judge(daily, '2026-05-22T17:00', { away }).state).toBe('silent');
  });
});

describe('silent handoffs', () => {
  it('are told with what is usual', () => {
    const lastAt = at('2026-05-11T12:00');
    const told = tellOfHandoffs({ state: 'silent', lastAt, gapDays: 1 }, timeZone, at('2026-05-14T12:00'));
    expect(told).toEqual([
      {
        key: 'silence:handoffs',
        since: lastAt,
        headline: 'Nobody has been handed off since Mon 12:00 Berlin',
        lines: ['Usually somebody is at least every 1 working day', expect.stringContaining('`zo doctor` shows')],
      },
    ]);
  });

  it.each([{ state: 'watch mode' }, { state: 'too little known', handoffs: 3 }] as const)('and %j is not', (judged) => {
    expect(tellOfHandoffs(judged, timeZone, 0)).toEqual([]);
  });

  it.each([
    [0, '0.5 working day'],
    [0.6, '1 working day'],
    [1.01, '1.5 working days'],
    [3, '3 working days'],
  ])('%d is "%s"', (gapDays, words) => {
    expect(dayWords(gapDays)).toBe(words);
  });
});
