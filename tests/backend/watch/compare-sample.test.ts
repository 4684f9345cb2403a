import {
  compareContact,
  foundTwice,
  type SampleDifference,
  type SampledContact,
} from '../../../backend/watch/compare-sample.ts';
import { tellOfSample } from '../../../backend/watch/sample-words.ts';
import { alarmWords } from '../../../backend/watch/told.ts';

type Values = Record<string, string>;

/** HubSpot has the written values but for `live`. */
function compare(contact: Partial<SampledContact>, live: Record<string, string | null> = {}): SampleDifference[] {
  const whole = { personId: 1, recordId: '501', wanted: {}, written: {}, isPending: false, ...contact };
  return compareContact(whole, { id: '501', properties: { ...whole.written, ...live } });
}

const about = { personId: 1, recordId: '501' };
const changed = (property: string, live: string, ours: string) => [{ ...about, kind: 'changed', property, live, ours }];

describe('a contact held against what HubSpot acknowledged', () => {
  it.each<[string, Values, Record<string, string | null>, ReturnType<typeof changed>]>([
    ['as written', { zo_plan: 'free', zo_hit_limit_at: '' }, { zo_hit_limit_at: null }, []],
    ['written in HubSpot’s way', { zo_pql_score: '65' }, { zo_pql_score: '65.0' }, []],
    ['another value', { zo_pql_score: '65' }, { zo_pql_score: '1' }, changed('zo_pql_score', '1', '65')],
    ['cleared', { zo_plan: 'free' }, { zo_plan: null }, changed('zo_plan', '', 'free')],
    ['filled, and we had cleared it', { zo_plan: '' }, { zo_plan: 'gold' }, changed('zo_plan', 'gold', '')],
    ['HubSpot’s own', { firstname: 'Sarah' }, { firstname: 'Sara' }, []],
    ['set by our workflow', { zo_handoff_at: '2026-01-01T00:00:00Z' }, { zo_handoff_at: '2026-02-01T00:00:00Z' }, []],
  ])('%s', (_title, written, live, differences) => {
    expect(compare({ written, wanted: written }, live)).toEqual(differences);
  });

  it('that is not in HubSpot any more is gone', () => {
    const whole = { ...about, wanted: {}, written: { zo_plan: 'free' }, isPending: false };
    expect(compareContact(whole, 'not found')).toEqual([{ ...about, kind: 'gone' }]);
  });
});

describe('a contact held against what is wanted', () => {
  const wanted = { zo_pql_score: '70' };

  it.each<[string, Partial<SampledContact>, Values, object[]]>([
    [
      'was never written',
      { wanted, written: { zo_pql_score: '65' } },
      {},
      [{ ...about, kind: 'never written', property: 'zo_pql_score', live: '65', ours: '70' }],
    ],
    [
      'was never written at all',
      { wanted },
      {},
      [{ ...about, kind: 'never written', property: 'zo_pql_score', live: '', ours: '70' }],
    ],
    ['is on its way', { wanted, written: { zo_pql_score: '65' }, isPending: true }, {}, []],
    ['is there, not acknowledged yet', { wanted, written: { zo_pql_score: '65' } }, { zo_pql_score: '70' }, []],
    ['is empty and was never anything else', { wanted: { zo_plan: '' } }, {}, []],
    [
      'is empty, and somebody filled it',
      { wanted: { zo_plan: '' } },
      { zo_plan: 'gold' },
      changed('zo_plan', 'gold', ''),
    ],
    [
      'is on its way over what somebody wrote',
      { wanted, written: { zo_pql_score: '65' }, isPending: true },
      { zo_pql_score: '1' },
      changed('zo_pql_score', '1', '65'),
    ],
  ])('%s', (_title, contact, live, differences) => {
    expect(compare(contact, live)).toEqual(differences);
  });
});

it('what differs before HubSpot answered and no more afterwards was on its way', () => {
  const [score] = compare({ written: { zo_pql_score: '65' } }, { zo_pql_score: '1' });
  const [plan] = compare({ written: { zo_plan: 'free' } }, { zo_plan: 'gold' });
  const [unwritten] = compare({ wanted: { zo_plan: 'gold' } });
  expect(foundTwice([score!, plan!], [{ ...score!, personId: 2 }, plan!])).toEqual([plan]);
  expect(foundTwice([unwritten!], [plan!])).toEqual([]);
});

describe('the sample is told', () => {
  const figures = { sampledAt: 9, contacts: 100, values: 2_300, changed: 2, neverWritten: 1, gone: 1 };
  const found: SampleDifference[] = [
    ...compare({ written: { zo_pql_score: '65', zo_plan: '' } }, { zo_pql_score: '', zo_plan: 'x'.repeat(90) }),
    ...compare({ personId: 2, recordId: '502', wanted: { zo_plan: 'free' } }),
    { personId: 3, recordId: '503', kind: 'gone' },
  ];

  it('with figures and up to three examples by record id', () => {
    expect(tellOfSample(figures, found, 5)).toEqual({
      key: 'sample:contacts',
      since: 5,
      headline: 'HubSpot does not have what Zo wrote: 3 of 100 contacts in the daily sample differ',
      lines: [
        '2 values changed by somebody or something else, 1 value never written and 1 contact gone',
        'contact 501 has nothing in zo_pql_score, where we wrote "65"',
        `contact 501 has "${'x'.repeat(80)}…" in zo_plan, where we wrote nothing`,
        'contact 502 has nothing in zo_plan, and "free" was never written',
        'Our values are written again, at most once a day per record; `zo drift` names whoever else writes them',
      ],
    });
  });

  it('of one contact, in the singular', () => {
    const one = { ...figures, contacts: 1, changed: 0, neverWritten: 0, gone: 1 };
    expect(alarmWords(tellOfSample(one, found.slice(3), 5))).toBe(
      'HubSpot does not have what Zo wrote: 1 of 1 contacts in the daily sample differs. 1 contact gone. contact 503 is not in HubSpot any more. Our values are written again, at most once a day per record; `zo drift` names whoever else writes them.',
    );
  });
});
