import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const acme = path.join(root, 'playbooks', 'acme.yaml');
const sentence =
  'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2';

let folder: string;
let wrong: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zo-playbook-'));
  wrong = path.join(folder, 'wrong.yaml');
  writeFileSync(
    wrong,
    `definition: >\n  A free user becomes an SQL when zo_pql_scor >= 50\nhandoff:\n  owners: [maria@acme.test]\n  chanel: "#sales"\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function zo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'backend/cli/zo.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  });
  return { status, stdout, stderr };
}

describe('zo playbook check', () => {
  it('prints the canonical sentences, the checklist, HubSpot’s filters and the highest possible score', () => {
    expect(zo('playbook', 'check', acme)).toEqual({
      status: 0,
      stdout: `${sentence}

Checklist:
  1. Activation status: activated
  2. PQL score: at least 50
  3. Email domain: a business email address
  4. Active users, last 30 days: at least 2
HubSpot's filters, besides those of a free user and the open gate:
  - zo_activation_status = activated AND zo_pql_score >= 50 AND zo_email_domain_type = business AND company zo_company_active_users >= 2
Highest possible score: 100
Handoff:
  owners: maria@acme.test, tom@acme.test, lee@acme.test; by turns, all equal
  first call due: within 2 working hours
  working hours: Mon, Tue, Wed, Thu, Fri 9:00–17:00
  channels: handoffs #pql-handoff, returns #marketing, reviews #pql-review, alarms a direct message to the first operator
Back to marketing: when 14 days without AE activity OR zo_pql_score < 30
  higher bar: 10 points
Review: when zo_expected_acv >= 15000; expected contract value 120 per employee
  reviewers: the operators
  escalate after: 4 working hours
After the handoff:
  continuity: whoever had the contact, or somebody of the company, within 180 days comes first
  when overdue: tell the manager after 1 working hour
  alerts per day: any number
  quiet hours: none
  thread window: 24 hours for people of one company
Not a fit:
  lead status: UNQUALIFIED
  reasons: Wrong role, Too small, Student or hobby, Competitor, No budget, Other
`,
      stderr: '',
    });
  });

  it('says what HubSpot’s filters cannot say', () => {
    const carried = path.join(folder, 'carried.yaml');
    writeFileSync(
      carried,
      `signals: { visited pricing: { page: /pricing } }
definition: A free user becomes an SQL when zo_key_actions_7d > 2 AND (visited pricing in the last 14 days OR company number of employees is between 50 and 500)
handoff: { owners: [maria@acme.test] }\n`,
    );
    expect(zo('playbook', 'check', carried).stdout).toContain(`
  2. One of: visited pricing in the last 14 days; or Number of Employees: 50 to 500
HubSpot's filters, besides those of a free user and the open gate:
  - zo_key_actions_7d > 2 AND zo_sql_ready = yes
HubSpot's filters cannot say, so zo_sql_ready carries:
  - (visited pricing in the last 14 days OR company numberofemployees is between 50 and 500)
Highest possible score: 0
Handoff:
  owners: maria@acme.test; by turns, all equal
  first call due: within 2 working hours
  working hours: Mon, Tue, Wed, Thu, Fri 9:00–17:00
  channels: handoffs none, alarms a direct message to the first operator
Back to marketing: never by itself
Review: none
`);
  });

  it('says what was understood of the owners', () => {
    const owners = path.join(folder, 'owners.yaml');
    writeFileSync(
      owners,
      `definition: A free user becomes an SQL when zo_pql_score >= 50
handoff:
  owners:
    - { email: tom@acme.test, weight: 2, hours: Mon-Thu 8-14, leave: ["2026-12-20 to 2027-01-03"], daily cap: 5, territory: company country = Germany }
    - lee@acme.test
`,
    );
    expect(zo('playbook', 'check', owners).stdout).toContain(`
  owners: tom@acme.test, lee@acme.test
    tom@acme.test: weight 2; hours Mon, Tue, Wed, Thu 8:00–14:00; leave 2026-12-20 to 2027-01-03; at most 5 a day; territory company country = Germany
  route outside hours: yes; leave buffer: 1 day before and after
`);
  });

  it('points at every mistake and fails', () => {
    expect(zo('playbook', 'check', wrong)).toEqual({
      status: 1,
      stdout: `${wrong}:2:35 There is no property "zo_pql_scor" (did you mean zo_pql_score?)
    A free user becomes an SQL when zo_pql_scor >= 50
                                    ^^^^^^^^^^^
${wrong}:5:3 handoff has no setting "chanel" (did you mean channel?)
    chanel: "#sales"
    ^^^^^^
2 mistakes
`,
      stderr: '',
    });
  });

  it('answers a program as one JSON object', () => {
    const good = zo('playbook', 'check', acme, '--json');
    expect(JSON.parse(good.stdout)).toMatchObject({
      ok: true,
      sentence,
      checklist: [
        { label: 'Activation status', asks: 'activated' },
        { label: 'PQL score', asks: 'at least 50' },
        { label: 'Email domain', asks: 'a business email address' },
        { label: 'Active users, last 30 days', asks: 'at least 2' },
      ],
      carried: [],
      highestScore: 100,
      return: '14 days without AE activity OR zo_pql_score < 30',
      review: 'zo_expected_acv >= 15000',
      warnings: [],
    });
    const bad = zo('playbook', 'check', wrong, '--json');
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      ok: false,
      errors: [
        { span: { line: 2, column: 35, length: 11 }, nearest: 'zo_pql_score' },
        { span: { line: 5, column: 3, length: 6 }, nearest: 'channel' },
      ],
    });
  });

  it('says with whose properties it was read when one is not known', () => {
    const unknown = path.join(folder, 'unknown.yaml');
    writeFileSync(unknown, 'definition: seats_wanted >= 5\nhandoff: { owners: [maria@acme.test] }\n');
    const { status, stdout } = zo('playbook', 'check', unknown);
    expect(status).toBe(1);
    expect(stdout).toContain('"seats_wanted"');
    expect(stdout).toContain('Read with the properties every HubSpot account has; --portal reads with');
  });

  it('says how a text with a colon is written, and lets nothing of a file steer the terminal', () => {
    const hostile = path.join(folder, 'hostile.yaml');
    writeFileSync(hostile, 'definition: A free user becomes an SQL when zo_plan is "a: b\u001b[2J\u202e"\n');
    const { status, stdout } = zo('playbook', 'check', hostile);
    expect(status).toBe(1);
    expect(stdout).toContain(':1:13 A text with ": " in it cannot follow its key (write ">" after the key');
    expect(stdout).toContain('is "a: b [2J "');
    for (const steering of ['\u001b', '\u202e']) expect(stdout).not.toContain(steering);
  });

  it('says when there is no such file', () => {
    const missing = path.join(folder, 'missing.yaml');
    expect(zo('playbook', 'check', missing)).toMatchObject({
      status: 1,
      stdout: `${missing}:1:1 The file does not exist\n1 mistake\n`,
    });
  });
});

describe('zo playbook show', () => {
  it('shows the playbook with the defaults it does not mention', () => {
    const { status, stdout } = zo('playbook', 'show', acme);
    expect(status).toBe(0);
    expect(stdout).toContain('working hours: Mon, Tue, Wed, Thu, Fri 9:00–17:00');
    expect(stdout).toContain('free plans: free, trial');
    expect(stdout).toContain(`  mode: workflow; when the workflow is silent: alarm
  continuity: whoever had the contact, or somebody of the company, within 180 days comes first
`);
    expect(stdout).toContain(`  cooldown: 30 days
  higher bar: 10 points
Review
  zo_expected_acv >= 15000
  expected contract value: 120 per employee
  channel: #pql-review
  reviewers: the operators
  escalate after: 4 working hours
Not a fit
  lead status: UNQUALIFIED
  reasons: Wrong role, Too small, Student or hobby, Competitor, No budget, Other
`);
  });

  it('points at mistakes like check does', () => {
    expect(zo('playbook', 'show', wrong).stdout).toBe(zo('playbook', 'check', wrong).stdout);
  });
});
