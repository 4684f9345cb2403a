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
  it('prints the canonical sentence and the highest possible score', () => {
    expect(zo('playbook', 'check', acme)).toEqual({
      status: 0,
      stdout: `${sentence}\nHighest possible score: 100\n`,
      stderr: '',
    });
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
    expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, sentence, highestScore: 100, warnings: [] });
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

  it('says when there is no such file', () => {
    const missing = path.join(folder, 'missing.yaml');
    expect(zo('playbook', 'check', missing)).toMatchObject({
      status: 1,
      stdout: `${missing}:1:1 The file cannot be read (ENOENT)\n1 mistake\n`,
    });
  });
});

describe('zo playbook show', () => {
  it('shows the playbook with the defaults it does not mention', () => {
    const { status, stdout } = zo('playbook', 'show', acme);
    expect(status).toBe(0);
    expect(stdout).toContain('working hours: Mon, Tue, Wed, Thu, Fri 9:00–17:00');
    expect(stdout).toContain('free plans: free, trial');
  });

  it('points at mistakes like check does', () => {
    expect(zo('playbook', 'show', wrong).stdout).toBe(zo('playbook', 'check', wrong).stdout);
  });
});
