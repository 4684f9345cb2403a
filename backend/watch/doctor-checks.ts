/** What the watch knows as the doctor tells it: figures where all is well, else what is silent and what helps. Pure. */
import { localMoment } from '@zo/shared';
import type { Check } from '../portals/doctor.ts';
import { dayWords, type JudgedHandoffs } from './handoff-silence.ts';
import type { Judged } from './silence-of.ts';
import { listed, type Told } from './told.ts';
import type { SampleFigures, WatchReport } from './watch-report.ts';

/** `sampleAlarm`: as it was raised; null: the last sample found no difference. */
export function watchChecks(
  report: WatchReport,
  sampleAlarm: string | null,
  { timeZone, now }: { timeZone: string; now: number },
): Check[] {
  const { events, stopped, handoffs, stoppedHandoffs } = report;
  const moment = (at: number) => localMoment(at, timeZone, now);
  return [
    ...stopped.map((told) => problemOf('Events', told)),
    ...eventsCheck(events),
    ...stoppedHandoffs.map((told) => problemOf('Handoffs', told)),
    ...handoffsCheck(handoffs, moment),
    ...sampleChecks(report, sampleAlarm, moment),
  ];
}

/** What is to be done is said last. */
function problemOf(name: string, { headline, lines }: Told): Check {
  const said = [headline, ...lines.slice(0, -1)];
  return { name, state: 'problem', detail: said.join('. '), remedy: `${lines.at(-1)}.` };
}

function eventsCheck(events: readonly Judged[]): Check[] {
  if (events.length === 0) {
    return [{ name: 'Events', state: 'ok', detail: 'no rule needs an event of a certain name', remedy: null }];
  }
  const namesIn = (state: Judged['state']) => events.filter((one) => one.state === state).map(({ name }) => name);
  const arriving = namesIn('arriving').length;
  const also = (names: string[], words: string) => (names.length === 0 ? [] : [`${words}: ${listed(names)}`]);
  const detail = [
    arriving === 0
      ? `none of the ${events.length} that rules need is known well enough yet to be watched`
      : `${arriving} of the ${events.length} that rules need arrive as usual`,
    ...also(namesIn('too little known'), 'too little known yet to say what is usual'),
    ...also(namesIn('never seen'), 'never seen'),
  ];
  return [{ name: 'Events', state: 'ok', detail: detail.join('; '), remedy: null }];
}

function handoffsCheck(handoffs: JudgedHandoffs, moment: (at: number) => string): Check[] {
  const check = { name: 'Handoffs', state: 'ok', remedy: null } as const;
  switch (handoffs.state) {
    case 'coming':
      return [
        {
          ...check,
          detail: `the last one ${moment(handoffs.lastAt)}; usually at least every ${dayWords(handoffs.gapDays)}`,
        },
      ];
    case 'too little known':
      return [{ ...check, detail: `${handoffs.handoffs} so far: too few to say what is usual` }];
    default:
      // Watch mode has a line of its own, and silence has been told.
      return [];
  }
}

function sampleChecks(
  { sample, sampleProblem }: Pick<WatchReport, 'sample' | 'sampleProblem'>,
  alarm: string | null,
  moment: (at: number) => string,
): Check[] {
  const name = 'Daily sample';
  const missed: Check[] =
    sampleProblem === null
      ? []
      : [
          {
            name,
            state: 'warning',
            detail: `not taken: ${sampleProblem}`,
            remedy: 'It is tried again within an hour.',
          },
        ];
  if (alarm !== null) {
    return [
      { name, state: 'problem', detail: alarm, remedy: 'Run `zo drift`; the next clean sample ends it.' },
      ...missed,
    ];
  }
  if (missed.length > 0) return missed;
  const detail = sample === null ? 'none yet; the first a day after the start' : sampleWords(sample, moment);
  return [{ name, state: 'ok', detail, remedy: null }];
}

function sampleWords({ sampledAt, contacts, values }: SampleFigures, moment: (at: number) => string): string {
  if (contacts === 0) return `no contact is linked yet (${moment(sampledAt)})`;
  return `${moment(sampledAt)}: ${values} values of ${contacts} ${contacts === 1 ? 'contact' : 'contacts'} are in HubSpot as written`;
}
