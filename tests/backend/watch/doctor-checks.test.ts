import { watchChecks } from '../../../backend/watch/doctor-checks.ts';
import type { WatchReport } from '../../../backend/watch/watch-report.ts';
import { dayMs, hourMs, now, timeZone } from '../../support/handoffs.ts';

const usual = { gapHours: 2, hoursOfWeek: 168 };
const fine: WatchReport = {
  events: [
    { name: 'Report Created', state: 'arriving', lastSeenAt: now, ...usual },
    { name: 'Onboarding Completed', state: 'arriving', lastSeenAt: now, ...usual },
  ],
  stopped: [],
  handoffs: { state: 'coming', lastAt: now - hourMs, gapDays: 1 },
  stoppedHandoffs: [],
  sample: { sampledAt: now - dayMs, contacts: 100, values: 2_300, changed: 0, neverWritten: 0, gone: 0 },
  sampleProblem: null,
};
const alarm = 'HubSpot does not have what Zo wrote: 1 of 100 contacts in the daily sample differs.';

function lines(change: Partial<WatchReport>, sampleAlarm: string | null = null): string[] {
  return watchChecks({ ...fine, ...change }, sampleAlarm, { timeZone, now }).map(
    ({ name, state, detail, remedy }) => `${state} ${name}: ${detail}${remedy === null ? '' : ` → ${remedy}`}`,
  );
}

const events = 'ok Events: 2 of the 2 that rules need arrive as usual';
const handoffs = 'ok Handoffs: the last one Tue 09:00 Berlin; usually at least every 1 working day';
const sample = 'ok Daily sample: Mon 10:00 Berlin: 2300 values of 100 contacts are in HubSpot as written';

it('figures say that all is well', () => {
  expect(lines({})).toEqual([events, handoffs, sample]);
});

it.each<[string, Partial<WatchReport>, string | null, string[]]>([
  [
    'nothing is watched yet',
    { events: [], handoffs: { state: 'watch mode' }, sample: null },
    null,
    [
      'ok Events: no rule needs an event of a certain name',
      'ok Daily sample: none yet; the first a day after the start',
    ],
  ],
  [
    'too little is known',
    {
      events: [
        ...fine.events,
        { name: 'Plan Limit Reached', state: 'too little known', lastSeenAt: now },
        { name: 'page /pricing', state: 'never seen', lastSeenAt: null },
      ],
      handoffs: { state: 'too little known', handoffs: 2 },
      sample: { ...fine.sample!, contacts: 0, values: 0 },
    },
    null,
    [
      'ok Events: 2 of the 4 that rules need arrive as usual; too little known yet to say what is usual: Plan Limit Reached; never seen: page /pricing',
      'ok Handoffs: 2 so far: too few to say what is usual',
      'ok Daily sample: no contact is linked yet (Mon 10:00 Berlin)',
    ],
  ],
  [
    'something is silent',
    {
      events: [fine.events[0]!, { name: 'Onboarding Completed', state: 'silent', lastSeenAt: now - dayMs, ...usual }],
      stopped: [{ key: 'k', since: 1, headline: 'Onboarding Completed has stopped', lines: ['Needed', 'Renamed?'] }],
      handoffs: { state: 'silent', lastAt: now - 9 * dayMs, gapDays: 1 },
      stoppedHandoffs: [{ key: 'h', since: 1, headline: 'Nobody', lines: ['Usually', 'Look'] }],
    },
    alarm,
    [
      'problem Events: Onboarding Completed has stopped. Needed → Renamed?.',
      'ok Events: 1 of the 2 that rules need arrive as usual',
      'problem Handoffs: Nobody. Usually → Look.',
      `problem Daily sample: ${alarm} → Run \`zo drift\`; the next clean sample ends it.`,
    ],
  ],
  [
    'the sample could not be taken',
    { sampleProblem: 'HubSpot is away' },
    null,
    [events, handoffs, 'warning Daily sample: not taken: HubSpot is away → It is tried again within an hour.'],
  ],
])('%s', (_title, change, sampleAlarm, expected) => {
  expect(lines(change, sampleAlarm)).toEqual(expected);
});
