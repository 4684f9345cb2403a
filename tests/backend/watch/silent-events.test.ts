import type { Judged } from '../../../backend/watch/silence-of.ts';
import { type Around, tellOfStopped } from '../../../backend/watch/silence-words.ts';
import { type Stopped, stoppedEvents } from '../../../backend/watch/silent-events.ts';
import { alarmWords } from '../../../backend/watch/told.ts';
import type { WatchedSignal } from '../../../backend/watch/watched-signals.ts';
import { hourMs, now, timeZone } from '../../support/handoffs.ts';

const activated: WatchedSignal = { signal: 'activated', neededBy: ['definition', 'score'], names: ['Onboarded'] };
const keyAction: WatchedSignal = { signal: 'key action', neededBy: ['score'], names: ['Report', 'Dashboard'] };
const usual = { gapHours: 2, hoursOfWeek: 168 };

const silent = (name: string, agoHours: number, more: Partial<typeof usual> = {}): Judged => ({
  ...{ name, state: 'silent', lastSeenAt: now - agoHours * hourMs },
  ...{ ...usual, ...more },
});
const arriving = (name: string): Judged => ({ name, state: 'arriving', lastSeenAt: now - hourMs, ...usual });
const littleKnown = (name: string, agoHours: number): Judged => ({
  ...{ name, state: 'too little known' },
  lastSeenAt: now - agoHours * hourMs,
});
const neverSeen = (name: string): Judged => ({ name, state: 'never seen', lastSeenAt: null });

const use = ({ signal, neededBy }: WatchedSignal) => ({ signal, neededBy });
const stopped = (
  names: string[],
  signals: WatchedSignal[],
  agoHours: number,
  more: Partial<Stopped> = {},
): Stopped => ({
  ...{ names, signals: signals.map(use), othersGoOn: [], since: now - agoHours * hourMs },
  ...{ ...usual, ...more },
});

describe('what has stopped', () => {
  it.each<[string, WatchedSignal[], Judged[], Stopped[]]>([
    ['nothing', [activated, keyAction], [arriving('Onboarded'), arriving('Report'), arriving('Dashboard')], []],
    ['a signal with its one event', [activated], [silent('Onboarded', 8)], [stopped(['Onboarded'], [activated], 8)]],
    [
      'a signal, when all of its events have',
      [keyAction],
      [silent('Report', 90, { gapHours: 20 }), silent('Dashboard', 8)],
      [stopped(['Report', 'Dashboard'], [keyAction], 8)],
    ],
    [
      'an event while others of its signal go on',
      [keyAction],
      [silent('Report', 90), arriving('Dashboard')],
      [stopped(['Report'], [keyAction], 90, { othersGoOn: ['Dashboard'] })],
    ],
    [
      'an event while another came since, rare as it is',
      [keyAction],
      [silent('Report', 90), littleKnown('Dashboard', 89)],
      [stopped(['Report'], [keyAction], 90, { othersGoOn: ['Dashboard'] })],
    ],
    [
      'a signal whose other event came before, or never',
      [{ ...keyAction, names: ['Report', 'Dashboard', 'Export'] }],
      [silent('Report', 90), littleKnown('Dashboard', 91), neverSeen('Export')],
      [stopped(['Report'], [keyAction], 90)],
    ],
    [
      'one event that carries two signals, once',
      [activated, { ...keyAction, names: ['Onboarded'] }],
      [silent('Onboarded', 8)],
      [stopped(['Onboarded'], [activated, keyAction], 8)],
    ],
    [
      'an event that was all of one signal and a part of another, once',
      [activated, { ...keyAction, names: ['Onboarded', 'Report'] }],
      [silent('Onboarded', 8), arriving('Report')],
      [stopped(['Onboarded'], [activated], 8)],
    ],
    ['nothing that is only new', [activated], [littleKnown('Onboarded', 900)], []],
  ])('%s', (_title, signals, judged, found) => {
    expect(stoppedEvents(signals, judged)).toEqual(found);
  });
});

describe('what has stopped is told', () => {
  const around = (...newNames: string[]): Around => ({ timeZone, now, newNames });
  const words = (one: Stopped, newNames: string[] = []) => alarmWords(tellOfStopped(one, around(...newNames)));
  const onboarding = stopped(['Onboarding Completed'], [{ ...activated, neededBy: ['definition'] }], 20);
  const since = 'has not arrived since Mon 14:00 Berlin. Usually it comes at least every 2 h.';

  it('with since when, what is usual, what needs it and what to look for', () => {
    expect(tellOfStopped(onboarding, around('Page Opened', 'Onboarding Finished'))).toEqual({
      key: 'silence:events:Onboarding Completed',
      since: now - 20 * hourMs,
      headline: 'Onboarding Completed has not arrived since Mon 14:00 Berlin',
      lines: [
        'Usually it comes at least every 2 h',
        'The definition needs it (activated)',
        'Has it been renamed? Onboarding Finished is new',
      ],
    });
  });

  it.each<[string, Stopped, string[], string]>([
    [
      'with a date, when it is long ago, and in which hours it comes',
      { ...onboarding, since: now - 8 * 24 * hourMs, gapHours: 1.2, hoursOfWeek: 40 },
      [],
      'Onboarding Completed has not arrived since Mon 2 Mar 10:00 Berlin. Usually it comes at least every 2 h of the 40 hours of the week in which it comes. The definition needs it (activated). Has it been renamed? No event like it is new: see whether the product still sends it.',
    ],
    [
      'all of a signal',
      stopped(['Report Created', 'Dashboard Shared'], [keyAction], 20),
      ['Report Made'],
      'Report Created and Dashboard Shared have not arrived since Mon 14:00 Berlin. Usually one of them comes at least every 2 h. The score needs them (key action). Have they been renamed? Report Made is new.',
    ],
    [
      'one of several, and what two signals need it for',
      {
        ...onboarding,
        signals: [activated, { ...keyAction, neededBy: ['return rule', 'territories'] }].map(use),
        othersGoOn: ['Report'],
      },
      ['A', 'B', 'C', 'D'],
      `Onboarding Completed ${since} The definition and score need it (activated). The return rule and territories need it (key action). Report still comes. Has it been renamed? New are A, B and C.`,
    ],
    [
      'a page, with a page like it',
      { ...onboarding, names: ['page /pricing'] },
      ['Pricing', 'page /prices', 'page /pricings'],
      `page /pricing ${since} The definition needs it (activated). Has it been renamed? page /pricings is new.`,
    ],
    [
      'a page, without all the pages that are new',
      { ...onboarding, names: ['page /pricing'] },
      ['Pricing', 'page /reports/17'],
      `page /pricing ${since} The definition needs it (activated). Has it been renamed? No event like it is new: see whether the product still sends it.`,
    ],
  ])('%s', (_title, one, newNames, message) => {
    expect(words(one, newNames)).toBe(message);
  });
});
