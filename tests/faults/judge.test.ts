/** The judge finds what is wrong, each thing by its name, and nothing where nothing is. */
import { leadOf, sent } from './client/messages.ts';
import type { Evidence } from './judge/evidence.ts';
import { foldUsage } from './judge/fold.ts';
import { countFindings, judge, type Verdict } from './judge/judge.ts';

const now = Date.UTC(2026, 2, 3, 9);
const lead = leadOf(0);
const other = leadOf(1);
const alertText = `New SQL: Lead ${lead.lastName} at Firm (~85 employees)\nWhy now`;

/** Two people and a company; one of them crossed and was alerted in both places. */
function clean(): Evidence {
  const { userId, mate, email, lastName } = lead;
  const messages = [
    sent({ messageId: 'm1', type: 'identify', eventAt: now - 5_000, userId, email, lastName }),
    sent({ messageId: 'm2', type: 'track', eventAt: now - 4_000, userId, name: 'Report Created' }),
    sent({ messageId: 'm3', type: 'identify', eventAt: now - 3_000, userId: mate, email: 'mate@firm0.test' }),
    sent({ messageId: 'm4', type: 'track', eventAt: now - 2_000, userId: mate, name: 'Dashboard Shared' }),
  ];
  const all = Object.fromEntries(messages.map((message) => [message.messageId, message]));
  const values = { email, zo_pql_score: '52' };
  const posted = (channel: string, ts: string) => ({ state: 'posted', channel, ts }) as const;
  const evidence: Evidence = {
    now,
    sent: all,
    acknowledged: Object.keys(all),
    clientProblems: [],
    crossed: [lead],
    hubspot: { contacts: [{ id: '501', createdAt: 1, archivedAt: null, values, history: {} }], companies: [] },
    slack: [
      { channel: 'C1', ts: '1.1', text: alertText },
      { channel: 'D1', ts: '1.2', text: alertText },
    ],
    places: { C1: '#pql-handoff', D1: '@owner3' },
    database: {
      events: messages.map(({ messageId }, index) => ({ seq: index + 1, messageId, receivedAt: now })),
      messageIds: Object.keys(all),
      persons: {},
      activeUsers: {},
      handoffs: [
        {
          handoffId: 7,
          personId: 1,
          contactId: '501',
          status: 'alerted',
          alerts: {
            'alert:7:channel:#pql-handoff': posted('C1', '1.1'),
            'alert:7:dm:owner3@acme.test': posted('D1', '1.2'),
          },
        } as unknown as Evidence['database']['handoffs'][0],
      ],
      outbox: [
        effect('alert:7:channel:#pql-handoff', 'slack:#pql-handoff', 'done'),
        effect('alert:7:dm:owner3@acme.test', 'slack:@owner3@acme.test', 'done'),
        { ...effect('contact:2', 'hubspot', 'pending'), attempts: 0 },
      ],
      alarms: [],
      records: [{ kind: 'contact', recordId: '501', wanted: { zo_pql_score: '52' }, written: { zo_pql_score: '52' } }],
    },
  };
  const usage = foldUsage(evidence);
  return { ...evidence, database: { ...evidence.database, ...usage } };
}

function effect(key: string, lane: string, state: string) {
  return { key, lane, kind: lane === 'hubspot' ? 'sync contact' : 'post alert', state, attempts: 1, result: null };
}

const none = Object.fromEntries(Object.keys(judge(clean())).map((finding) => [finding, 0]));

it('finds nothing where everything is as promised', () => {
  expect(countFindings(judge(clean()))).toEqual(none);
  expect(Object.keys(clean().database.persons)).toHaveLength(2);
});

const tampered: [what: string, finding: keyof Verdict, tamper: (evidence: Evidence) => void][] = [
  ['an acknowledged event that is not there', 'lost', ({ database }) => void database.events.splice(1, 1)],
  ['an acknowledged id that is not there', 'lost', ({ database }) => void database.messageIds.splice(1, 1)],
  [
    'an event that is there twice',
    'countedTwice',
    ({ database }) => void database.events.push({ ...database.events[1]!, seq: 9 }),
  ],
  [
    'an event that nobody sent',
    'countedTwice',
    ({ database }) => void database.events.push({ seq: 9, messageId: 'x', receivedAt: now }),
  ],
  ['a batch that was taken in part', 'countedTwice', ({ clientProblems }) => void clientProblems.push('a batch of 3')],
  [
    'usage that is one too many',
    'wrongUsage',
    ({ database }) => {
      const { usage } = database.persons[`u:${lead.userId}`] as unknown as { usage: { activeDays: number[][] } };
      usage.activeDays[0]![1]! += 1;
    },
  ],
  ['somebody missing', 'wrongUsage', ({ database }) => delete database.persons[`u:${lead.mate}`]],
  [
    'a company with an active user too many',
    'wrongUsage',
    ({ database }) => {
      database.activeUsers['d:firm0.test']! += 1;
    },
  ],
  ['an alert twice in the channel', 'duplicateAlerts', ({ slack }) => void slack.push({ ...slack[0]!, ts: '1.3' })],
  [
    'an alert to two owners',
    'duplicateAlerts',
    ({ slack, places }) => {
      slack.push({ ...slack[1]!, channel: 'D2', ts: '1.4' });
      places.D2 = '@owner4';
    },
  ],
  ['an alert that is nowhere', 'missingAlerts', ({ slack }) => void slack.splice(0, 1)],
  ['somebody who crossed and has no handoff', 'missingAlerts', ({ crossed }) => void crossed.push(other)],
  [
    'a message that the database does not know',
    'unlisted',
    ({ database }) => {
      database.handoffs[0]!.alerts['alert:7:channel:#pql-handoff'] = { state: 'queued' };
    },
  ],
  [
    'an unconfirmed one that nobody was told of',
    'unlisted',
    ({ database }) => {
      database.outbox[0]!.state = 'unconfirmed';
    },
  ],
  [
    'a value that was acknowledged and is not there',
    'wrongInHubspot',
    ({ hubspot }) => {
      hubspot.contacts[0]!.values.zo_pql_score = '40';
    },
  ],
  [
    'a contact twice',
    'wrongInHubspot',
    ({ hubspot }) => void hubspot.contacts.push({ ...hubspot.contacts[0]!, id: '502', archivedAt: null }),
  ],
  [
    'an effect that is stuck',
    'leftOver',
    ({ database }) => {
      database.outbox[2]!.state = 'claimed';
    },
  ],
  [
    'an effect that was tried and waits',
    'leftOver',
    ({ database }) => {
      database.outbox[2]!.attempts = 1;
    },
  ],
];

it.each(tampered)('finds %s', (_what, finding, tamper) => {
  const evidence = clean();
  tamper(evidence);
  expect(judge(evidence)[finding]).not.toEqual([]);
});

it('a lost answer that is listed as unconfirmed is as promised, whether the alert is in Slack or not', () => {
  const key = 'alert:7:channel:#pql-handoff';
  for (const isInSlack of [true, false]) {
    const evidence = clean();
    const { database, slack } = evidence;
    database.handoffs[0]!.alerts[key] = { state: 'unconfirmed', reason: 'no answer' };
    database.outbox[0]!.state = 'unconfirmed';
    database.alarms.push({ key: `unconfirmed:${key}`, message: 'It may or may not have been posted' });
    if (!isInSlack) slack.splice(0, 1);
    expect(countFindings(judge(evidence))).toEqual(none);
  }
});

it('another alert is not taken for the one that is listed', () => {
  const evidence = clean();
  const key = 'alert:7:dm:owner3@acme.test';
  evidence.database.handoffs[0]!.alerts[key] = { state: 'unconfirmed', reason: 'no answer' };
  evidence.database.outbox[1]!.state = 'unconfirmed';
  evidence.database.alarms.push({ key: `unconfirmed:${key}`, message: '' });
  evidence.slack.push({ channel: 'C1', ts: '1.9', text: `New SQL: Lead ${other.lastName} at Firm\nWhy` });
  expect(judge(evidence).unlisted).toHaveLength(1);
});
