import { type Playbook, usedHubspotProperties } from '@zo/shared';
import { describeRouting } from '../../../backend/cli/describe-routing.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

const definition = 'definition: A free user becomes an SQL when zo_key_actions_7d >= 1';
const dayOf = (text: string) => Date.parse(text) / 86_400_000;

function read(handoff: string): Playbook {
  const answer = readPlaybook(`${definition}\nhandoff:\n${handoff}`);
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.playbook;
}

function errorsOf(handoff: string) {
  const answer = readPlaybook(`${definition}\nhandoff:\n${handoff}`);
  const errors = 'errors' in answer ? answer.errors : [];
  return errors.map(({ span, message, nearest }) => [span.line, span.column, message, nearest]);
}

const full = `  owners:
    - maria@acme.test
    - email: Tom@Acme.test
      weight: 2
      hours: Mon-Thu 8-14
      zone: America/New_York
      leave: ["2026-12-20 to 2027-01-03", 2026-05-01]
      manager: Lee@acme.test
      slack: Tom.Becker@acme-sales.test
      daily cap: 5
      open cap: 20
      territory: company country is Germany AND company number of employees >= 50
    - { email: lee@acme.test }
  route outside hours: no
  leave buffer: 2 days
`;

describe('owners with terms', () => {
  it('are read next to bare addresses', () => {
    const { owners, routing } = read(full).handoff;
    expect(owners).toEqual(['maria@acme.test', 'tom@acme.test', 'lee@acme.test']);
    expect(routing).toMatchObject({ outsideHours: false, leaveBufferDays: 2 });
    expect(routing!.owners).toMatchObject({
      'tom@acme.test': {
        weight: 2,
        hours: { days: [1, 2, 3, 4], fromMinute: 480, toMinute: 840 },
        zone: 'America/New_York',
        leave: [
          { from: dayOf('2026-12-20'), to: dayOf('2027-01-03') },
          { from: dayOf('2026-05-01'), to: dayOf('2026-05-01') },
        ],
        manager: 'lee@acme.test',
        slack: 'tom.becker@acme-sales.test',
        dailyCap: 5,
        openCap: 20,
        territory: { text: 'company country = Germany AND company numberofemployees >= 50' },
      },
      'lee@acme.test': { weight: 1, hours: null, zone: null, leave: [], territory: null },
    });
    expect(Object.keys(routing!.owners)).not.toContain('maria@acme.test');
  });

  it('are shown as they were understood', () => {
    expect(describeRouting(read(full))).toEqual([
      '  tom@acme.test: weight 2; hours Mon, Tue, Wed, Thu 8:00–14:00; zone America/New_York; ' +
        'leave 2026-12-20 to 2027-01-03, 2026-05-01; manager lee@acme.test; in Slack tom.becker@acme-sales.test; ' +
        'at most 5 a day; at most 20 open; territory company country = Germany AND company numberofemployees >= 50',
      '  lee@acme.test: weight 1',
      'route outside hours: no; leave buffer: 2 days before and after',
    ]);
  });

  it('have what their territories ask for read from HubSpot', () => {
    expect(usedHubspotProperties(read(full)).company).toEqual(['country', 'numberofemployees']);
  });

  it('leave a playbook of bare addresses as it was', () => {
    const playbook = read('  owners: [maria@acme.test, tom@acme.test]');
    expect(playbook.handoff).not.toHaveProperty('routing');
    expect(describeRouting(playbook)).toEqual([]);
  });

  it('may be one only, and leaves may have no buffer', () => {
    const { owners, routing } = read('  owners: { email: maria@acme.test, weight: 3 }\n  leave buffer: none').handoff;
    expect([owners, routing]).toMatchObject([['maria@acme.test'], { outsideHours: true, leaveBufferDays: 0 }]);
  });

  it.each([
    ['  owners: [{ weight: 2 }]', [3, 12, 'An owner needs "email"', undefined]],
    ['  owners: [{ email: maria }]', [3, 21, '"maria" is not an e-mail address', undefined]],
    ['  owners: [{ email: a@b.test, weigt: 2 }]', [3, 31, 'An owner has no setting "weigt"', 'weight']],
    [
      '  owners: [{ email: a@b.test, slack: tom }]',
      [3, 38, '"tom" is neither an e-mail address nor the id of a Slack user', undefined],
    ],
    [
      '  owners: [{ email: a@b.test, slack: U0TOM0001 }, { email: c@d.test, slack: U0TOM0001 }]',
      [3, 60, 'U0TOM0001 in Slack is a@b.test already', undefined],
    ],
    ['  owners: [{ email: a@b.test, weight: 0 }]', [3, 39, 'Must be a whole number from 1 to 100', undefined]],
    ['  owners: [{ email: a@b.test, daily cap: many }]', [3, 42, 'Must be a whole number from 1 to 10000', undefined]],
    [
      '  owners: [{ email: a@b.test, zone: Europe/Berln }]',
      [3, 37, 'There is no time zone "Europe/Berln"', 'Europe/Berlin'],
    ],
    ['  owners: [{ email: a@b.test, leave: 2026-02-30 }]', [3, 38, 'This is not a span of days', undefined]],
    [
      '  owners: [{ email: a@b.test, leave: [2026-03-02 to 2026-03-01] }]',
      [3, 39, 'A leave ends after it begins', undefined],
    ],
    [
      '  owners: [{ email: a@b.test, leave: 2026-03-02 to 2029-03-01 }]',
      [3, 38, 'A leave is at most 730 days long', undefined],
    ],
    [
      '  owners: [{ email: a@b.test, hours: always }]',
      [3, 38, expect.stringContaining('These are not working hours'), undefined],
    ],
    [
      '  owners: [{ email: a@b.test, territory: company county = Germany }]',
      [3, 50, expect.stringContaining('There is no property'), 'company country'],
    ],
    ['  owners: [a@b.test, { email: A@b.test }]', [3, 31, 'a@b.test stands here twice', undefined]],
    ['  owners: [a@b.test]\n  route outside hours: maybe', [4, 24, '"maybe" is not possible here', undefined]],
    ['  owners: [[a@b.test], { email: c@d.test }]', [3, 12, 'An item of "owners" must be text', undefined]],
  ])('with a mistake are told of where it stands: %s', (handoff, expected) => {
    expect(errorsOf(handoff)).toEqual([expected]);
  });
});
