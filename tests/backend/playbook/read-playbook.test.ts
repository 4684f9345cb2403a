import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '@zo/shared';
import fc from 'fast-check';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { returnRule, reviewRule } from '../../support/rules.ts';

const acmeFile = readFileSync(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');

/** The least a playbook must say. */
const small = {
  definition: 'definition: A free user becomes an SQL when zo_key_actions_7d >= 1',
  handoff: 'handoff: { owners: [maria@acme.test] }',
};

function fileOf(...more: string[]): string {
  return [small.definition, small.handoff, ...more].join('\n');
}

function errorsOf(file: string): Problem[] {
  const read = readPlaybook(file);
  return 'errors' in read ? read.errors : [];
}

function accepted(file: string) {
  const read = readPlaybook(file);
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read;
}

describe('a playbook file', () => {
  it('reads the Acme playbook', () => {
    const { playbook, warnings, highestScore } = accepted(acmeFile);
    expect({ warnings, highestScore }).toEqual({ warnings: [], highestScore: 100 });
    expect(playbook.signals.map(({ name, matchers }) => [name, matchers])).toEqual([
      ['activated', [{ event: 'Onboarding Completed' }]],
      ['key action', [{ event: 'Report Created' }, { event: 'Dashboard Shared' }, { event: 'Integration Connected' }]],
      ['teammate invited', [{ event: 'Teammate Invited' }]],
      ['visited pricing', [{ page: '/pricing' }]],
      ['hit usage limit', [{ event: 'Plan Limit Reached' }]],
    ]);
    expect(playbook.score.map((line) => line.text)).toEqual([
      '+25 when activated',
      '+2 per key action in the last 7 days, up to 30',
      '+6 per teammate invited in the last 30 days, up to 18',
      '+12 when visited pricing in the last 14 days',
      '+15 when hit usage limit in the last 30 days',
      '-15 when inactive for 14 days',
    ]);
    expect(playbook.definition.sentence).toBe(
      'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2',
    );
    const { signals: _signals, score: _score, definition: _definition, ...rest } = playbook;
    expect(rest).toEqual({
      handoff: {
        owners: ['maria@acme.test', 'tom@acme.test', 'lee@acme.test'],
        firstCallDueMinutes: 120,
        channel: '#pql-handoff',
        whenWorkflowSilent: 'alarm',
        mode: 'workflow',
        work: {
          continuityDays: 180,
          whenOverdue: 'tell the manager',
          overduePatienceMinutes: 60,
          mostReassignments: 2,
          alertsPerDay: null,
          quietHours: null,
          threadHours: 24,
        },
      },
      return: {
        ...returnRule('14 days without AE activity OR zo_pql_score < 30', { higherBar: 10 }),
        channel: '#marketing',
      },
      review: {
        ...reviewRule('zo_expected_acv >= 15000', { reviewers: [], escalateAfterMinutes: 240 }),
        expectedContractValue: { amount: 120, per: 'employee', text: '120 per employee' },
        channel: '#pql-review',
      },
      notAFit: {
        leadStatus: 'UNQUALIFIED',
        reasons: ['Wrong role', 'Too small', 'Student or hobby', 'Competitor', 'No budget', 'Other'],
      },
      exclude: ['acme.test'],
      emailDomains: { business: [], personal: [] },
      freePlans: ['free', 'trial'],
      contacts: 'create at crossing',
      companies: 'create',
      cooldownDays: 30,
      doNotContact: null,
      ignoreBrowserEvents: false,
      operatorChannel: null,
      workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 },
    });
  });

  it('takes what the file says over the defaults', () => {
    const { playbook } = accepted(`\uFEFFdefinition: "A free user becomes an SQL when zo_plan = 'free'"\r
handoff:\r
  owners: Maria@Acme.test\r
  first call due: 1 working day\r
  working hours: Mon-Thu 8-14\r
  mode: direct\r
  when workflow silent: direct mode\r
  channel: C0123456789\r
free plans: [Starter]\r
contacts: update only\r
companies: update only\r
cooldown: 45\r
ignore browser events: true\r
operator channel: zo-operators
exclude: "@Acme.test"\r
business domains: [Gmail.com, gmail.com]\r
personal domains: "@freelancers.test"\r
signals: { seen pricing: [ { page: "/pricing/?a=b" }, { event: Pricing Seen } ] }\r
`);
    expect(playbook).toMatchObject({
      handoff: {
        owners: ['maria@acme.test'],
        firstCallDueMinutes: 360,
        channel: 'C0123456789',
        mode: 'direct',
        whenWorkflowSilent: 'direct mode',
      },
      signals: [{ name: 'seen pricing', matchers: [{ page: '/pricing' }, { event: 'Pricing Seen' }] }],
      workingHours: { days: [1, 2, 3, 4], fromMinute: 480, toMinute: 840 },
      freePlans: ['Starter'],
      contacts: 'update only',
      companies: 'update only',
      cooldownDays: 45,
      ignoreBrowserEvents: true,
      operatorChannel: '#zo-operators',
      exclude: ['acme.test'],
      emailDomains: { business: ['gmail.com'], personal: ['freelancers.test'] },
      return: null,
      review: null,
    });
  });

  it('reads the playbook that also takes large companies', () => {
    const file = path.resolve(import.meta.dirname, '../../../playbooks/acme-or-large-company.yaml');
    const { playbook, warnings } = accepted(readFileSync(file, 'utf8'));
    expect(playbook.definition.sentence).toBe(
      'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND (zo_company_active_users >= 2 OR company numberofemployees >= 50)',
    );
    expect(warnings).toEqual([]);
  });

  it('finds all mistakes at once, in the order of the file', () => {
    const file = `signals:
  activated: Onboarding Completed
  visited: { pge: /pricing }
scores: []
score:
  - +25 when activted
  - { a: b }
definition: >
  A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= fifty
  AND zo_company_actve_users >= 2
handoff:
  owners: [maria, tom@acme.test]
  first call due: 2 fortnights
  channel: #sales
return:
  when: 14 days without AE activity AND x
cooldown: "soon"
`;
    expect(errorsOf(file).map(({ span, message, nearest }) => [span.line, span.column, message, nearest])).toEqual([
      [3, 14, 'The signal "visited" has no setting "pge"', 'page'],
      [4, 1, 'The playbook has no setting "scores"', 'score'],
      [6, 14, 'There is no signal "activted"', 'activated'],
      [7, 5, 'An item of "score" must be text', undefined],
      [9, 88, 'zo_pql_score is a number, so it cannot be compared with text', undefined],
      [10, 7, 'There is no property "zo_company_actve_users"', 'zo_company_active_users'],
      [12, 12, '"maria" is not an e-mail address', undefined],
      [13, 21, 'This is not a length of working time', undefined],
      [14, 3, '"channel" has no value', undefined],
      [16, 41, 'There is no property and no signal "x"', undefined],
      [17, 12, 'A number of days is missing before "soon"', undefined],
    ]);
  });

  it.each([
    ['plain', `definition: A free user becomes an SQL when zo_x = 1`, [1, 45]],
    ['plain over two lines', `definition: A free user becomes\n   an SQL when zo_x = 1`, [2, 16]],
    ['folded', `definition: >\n  A free user becomes\n\n  an SQL when zo_x = 1`, [4, 15]],
    [
      'folded with a header comment',
      `definition: >- # the rule\n    A free user becomes an SQL\n    when zo_x = 1\n`,
      [3, 10],
    ],
    ['literal', `definition: |\n  A free user becomes an SQL when\n  zo_x = 1\n`, [3, 3]],
    ['in double quotes', `definition: "A free user becomes an SQL when zo_x = 1"`, [1, 46]],
    ['in single quotes', `definition: 'A free user becomes an SQL when zo_x = 1'`, [1, 46]],
    ['with Windows line ends', `definition: >\r\n  A free user becomes an SQL\r\n  when zo_x = 1\r\n`, [3, 8]],
    ['in quotes with escapes, at the value', `definition: "A free user\\x20becomes an SQL when zo_x = 1"`, [1, 13]],
  ])('points into a definition that is %s', (_, definition, place) => {
    const [error] = errorsOf(`${definition}\n${small.handoff}`).filter(({ message }) => message.includes('zo_x'));
    expect([error!.span.line, error!.span.column]).toEqual(place);
  });

  it.each([
    ['', 'The playbook is empty'],
    ['# only a comment', 'The playbook is empty'],
    ['- a', 'A playbook is made of sections such as "definition:"'],
    ['just words', 'A playbook is made of sections such as "definition:"'],
    [small.handoff, 'The playbook needs "definition"'],
    [small.definition, 'The playbook needs "handoff"'],
    [
      `${small.definition}\nhandoff: { channel: "#a" }`,
      'handoff needs "owners": the e-mail addresses of account executives',
    ],
    [`${small.definition}\nhandoff: { owners: [] }`, 'At least one owner is needed'],
    [`${small.definition}\nhandoff: { owners: [a@b.test, A@b.test] }`, 'a@b.test stands here twice'],
    [`${fileOf()}\ncooldown: 30\ncooldown: 31`, '"cooldown" stands here twice: remove one of the two'],
    [fileOf('exclude: &a [x.test]', 'free plans: *a'), 'Aliases (*) cannot be used in a playbook'],
    [fileOf('exclude: [not a domain]'), '"not a domain" is not an e-mail domain'],
    [fileOf('business domains: [co.uk]'), '"co.uk" is not an e-mail domain'],
    [
      fileOf('business domains: [gmail.com, Orbit.test]', 'personal domains: [x.gmail.com, orbit.test]'),
      'orbit.test stands in "business domains" too',
    ],
    [fileOf('contacts: create everything'), '"create everything" is not possible here'],
    [fileOf('return: { channel: "#a" }'), 'return needs "when"'],
    [
      fileOf('return: { when: 3 days without AE activity, channel: "a b" }'),
      '"a b" is not the name of a Slack channel',
    ],
    [fileOf('review: { when: zo_pql_score > 5 }'), 'review needs "expected contract value"'],
    [fileOf('review: { when: x, expected contract value: lots }'), 'An amount is missing before "lots"'],
    [fileOf('review: { expected contract value: 5 }'), 'review needs "when"'],
    [fileOf('signals: { up to: X }'), '"up to" cannot be the name of a signal'],
    [fileOf('signals: { a: X, A: Y }'), 'The signal "A" stands here twice'],
    [fileOf('signals: { a: { page: pricing } }'), 'A page is given by its path'],
    [fileOf('signals: { a: [] }'), 'The signal "a" names no event'],
    [fileOf('signals: { a: [[X]] }'), 'An event of "a" must be text'],
    [fileOf('score: +5 when a'), 'score must be a list of lines'],
    [fileOf('x: !!js/function a'), 'Unresolved tag: tag:yaml.org,2002:js/function'],
    ['['.repeat(60_000), 'The playbook is nested too deeply to be read'],
    ['- '.repeat(30_000), 'The playbook is nested too deeply to be read'],
    ['{a: '.repeat(15_000), 'The playbook is nested too deeply to be read'],
    ['x'.repeat(70_000), 'The playbook is larger than 64 kB'],
  ])('%#: says what is wrong', (file, message) => {
    expect(errorsOf(file).map((error) => error.message)).toContain(message);
  });

  it('does not expand aliases of aliases', () => {
    const layers = Array.from(
      { length: 20 },
      (_, i) => `k${i}: &a${i} [${Array(9).fill(i === 0 ? 'x' : `*a${i - 1}`)}]`,
    );
    expect(errorsOf(layers.join('\n')).length).toBeGreaterThan(0);
  });

  it('answers any text with a playbook or with mistakes', () => {
    const line = fc.constantFrom(
      ...acmeFile.split('\n'),
      '  - *a',
      '&a x',
      '? !',
      '\t',
      '---',
      'handoff: ~',
      '  : : :',
      '"',
    );
    const mangled = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string({ unit: 'binary' })), (file) => {
        const read = readPlaybook(file);
        if ('errors' in read) expect(read.errors.length).toBeGreaterThan(0);
        else expect(read.playbook.definition.sentence).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });
});

describe('warnings', () => {
  const warningsOf = (file: string) => accepted(file).warnings.map(({ message, span }) => [span.line, message]);
  const define = (conditions: string) => `definition: A free user becomes an SQL when ${conditions}\n${small.handoff}`;
  const signals = 'signals: { activated: A, business email: B }';

  it('warns of a definition that is hard to recite', () => {
    const conditions = (count: number) =>
      Array.from({ length: count }, (_, index) => `zo_key_actions_7d > ${index}`).join(' AND ');
    expect(warningsOf(define(conditions(5)))).toEqual([]);
    expect(warningsOf(define(conditions(6)))).toEqual([
      [1, 'The definition has 6 conditions; more than 5 are hard to recite'],
    ]);
  });

  it.each([
    ['zo_pql_score >= 0', true],
    ['zo_key_actions_7d >= 0 AND zo_pql_score <= 100', true],
    ['zo_plan is known OR zo_plan is empty', true],
    ['zo_pql_score >= 0 OR zo_plan = free', true],
    ['zo_pql_score >= 0 AND zo_plan = free', false],
    ['zo_pql_score >= 1 OR zo_plan = free', false],
    ['zo_plan is known OR (zo_plan is empty AND zo_pql_score >= 5)', false],
  ])('warns of a definition everybody meets: %s', (conditions, isWarned) => {
    const found = warningsOf(define(conditions));
    const warning = [1, 'Everybody meets the definition: every free user would be handed off'];
    expect(found.filter(([, message]) => String(message).startsWith('Everybody'))).toEqual(isWarned ? [warning] : []);
  });

  it('warns of return and review rules everybody meets', () => {
    const always = `${fileOf('return: { when: zo_pql_score <= 100, higher bar: none }')}\nreview: { when: zo_pql_score >= 0, expected contract value: 5 }`;
    expect(warningsOf(always)).toEqual([
      [3, 'Everybody meets the return rule: every handoff would go back at once'],
      [4, 'Everybody meets the review rule: every crossing would be held'],
    ]);
  });

  it.each([
    ['zo_plan is free AND zo_key_actions_7d >= 5 AND zo_plan = free', ['"zo_plan = free" is said twice']],
    ['zo_key_actions_7d >= 5 AND NOT (zo_plan = a OR zo_plan is a)', ['"zo_plan = a" is said twice']],
    ['zo_key_actions_7d >= 5 AND (zo_plan = a OR (zo_key_actions_7d >= 5 AND zo_plan = b))', []],
  ])('warns of what is said twice side by side: %s', (conditions, messages) => {
    expect(warningsOf(define(conditions))).toEqual(messages.map((message) => [1, message]));
  });

  it('warns of points for the e-mail domain', () => {
    expect(warningsOf(`${fileOf(signals)}\nscore:\n  - +5 when activated\n  - +9 when business email`)).toEqual([
      [6, '"+9 when business email" scores the e-mail domain or a fact about the company'],
    ]);
  });

  it.each([
    ['zo_pql_score >= 25', []],
    ['zo_pql_score >= 26', [[1, 'Nobody can meet "zo_pql_score >= 26": the highest possible score is 25']]],
    ['zo_pql_score > 25', [[1, 'Nobody can meet "zo_pql_score > 25": the highest possible score is 25']]],
    ['zo_pql_score = 26', [[1, 'Nobody can meet "zo_pql_score = 26": the highest possible score is 25']]],
    ['zo_pql_score <= 26', []],
    ['zo_pql_score is between 25 and 30', []],
    [
      'zo_pql_score is between 26 and 30',
      [[1, 'Nobody can meet "zo_pql_score is between 26 and 30": the highest possible score is 25']],
    ],
    [
      'zo_pql_score is one of (30, 40)',
      [[1, 'Nobody can meet "zo_pql_score is one of (30, 40)": the highest possible score is 25']],
    ],
    ['zo_pql_score is not between 26 and 30', []],
  ])('a score nobody can reach: %s', (condition, expected) => {
    expect(warningsOf(`${define(condition)}\n${signals}\nscore: [+25 when activated, -5 when activated]`)).toEqual(
      expected,
    );
  });
});
