import {
  cardConditions,
  clockTime,
  type Definition,
  dayInWords,
  emptyUsage,
  evaluateReadiness,
  hubspotRecordLink,
  localDay,
  lossInWords,
  type ScoreLine,
  scoreLosses,
  type Usage,
} from '@zo/shared';
import { sampleCard, sampleNow, sampleToday } from './card-sample.ts';

const today = sampleToday;
const dayOf = (ms: number) => localDay(ms, 'UTC');
const at = (day: number) => day * 86_400_000 + 1;

const lines: ScoreLine[] = [
  { kind: 'per', points: 2, signal: 'key action', windowDays: 7, upTo: 30, text: '+2 per key action' },
  { kind: 'inactive', points: -15, forDays: 14, text: '-15 when inactive for 14 days' },
];

function usageWith(days: [number, number][]): Usage {
  const last = days.at(-1)?.[0] ?? today;
  const signal = { total: 0, firstAt: at(today), lastAt: at(last), lastEvent: 'Report Created', days };
  return { ...emptyUsage(), lastActiveAt: at(last), signals: { 'key action': { ...signal, total: days.length } } };
}

describe('what the score will lose', () => {
  it('names the day, the points and the line of each coming loss', () => {
    const usage = usageWith([
      [today - 6, 4],
      [today - 2, 8],
    ]);
    expect(scoreLosses(lines, usage, today, dayOf)).toEqual([
      { day: today + 1, points: 8, text: '+2 per key action' },
      { day: today + 5, points: 16, text: '+2 per key action' },
    ]);
  });

  it('counts inactivity only while there is something to lose', () => {
    const always: ScoreLine[] = [
      { kind: 'when', points: 20, signal: 'key action', windowDays: null, text: '+20' },
      lines[1]!,
    ];
    expect(scoreLosses(always, usageWith([[today - 1, 1]]), today, dayOf)).toEqual([
      { day: today + 13, points: 15, text: '-15 when inactive for 14 days' },
    ]);
  });

  it('says nothing about somebody without points', () => {
    expect(scoreLosses(lines, emptyUsage(), today, dayOf)).toEqual([]);
  });
});

describe('the checklist', () => {
  const comparison = (object: 'contact' | 'company', name: string, value: number) =>
    ({ kind: 'comparison', property: { object, name, type: 'number' }, operator: '>=', value }) as const;
  const definition: Definition = {
    subject: 'a free user',
    sentence: '',
    expression: {
      kind: 'and',
      operands: [
        comparison('contact', 'zo_key_actions_7d', 1),
        comparison('contact', 'zo_pql_score', 50),
        { kind: 'personal email domain', is: false },
        comparison('company', 'zo_company_active_users', 10),
      ],
    },
  };

  it('puts the nearest missing condition first, then what is not known, then what is met', () => {
    const readiness = evaluateReadiness(definition, {
      contact: { zo_key_actions_7d: 3, zo_pql_score: 10 },
      company: { zo_company_active_users: 9 },
      emailDomainType: null,
    });
    expect(cardConditions(definition, readiness).map(({ label, verdict }) => [label, verdict])).toEqual([
      ['Active users, last 30 days', 'not met'],
      ['PQL score', 'not met'],
      ['Email domain', 'not known'],
      ['Key actions, last 7 days', 'met'],
    ]);
  });
});

describe('phrases', () => {
  it.each([
    [today, 'today'],
    [today + 1, 'tomorrow'],
    [today + 3, 'Friday'],
    [today + 7, '1 Dec'],
    [today - 1, '23 Nov'],
  ])('names day %i', (day, words) => {
    expect(dayInWords(day, today)).toBe(words);
  });

  it('says what is lost and when', () => {
    expect(lossInWords({ day: today + 3, points: 10, text: '' }, today)).toBe('loses 10 points on Friday');
    expect(lossInWords({ day: today + 1, points: 1, text: '' }, today)).toBe('loses 1 point tomorrow');
  });

  it('tells the time in the portal’s zone and links to the portal’s own HubSpot', () => {
    expect(clockTime(sampleNow + 151_000, 'Europe/Berlin')).toBe('10:02:31');
    expect(hubspotRecordLink(sampleCard().portal, 'company', '900')).toBe(
      'https://app-eu1.hubspot.com/contacts/1234567/record/0-2/900',
    );
  });
});
