/** Channels that another company reads, and owners who are called otherwise in Slack: said wherever they are chosen or shown. */
import {
  type CheckAnswer,
  type OwnerState,
  type PlaybookProblem,
  type PlaybookTabAnswer,
  type Problem,
  type SlackTabAnswer,
  settingsPaths,
} from '@zo/shared';
import type { Command } from 'commander';
import { addPlaybookCheck } from '../../../backend/cli/playbook-check.ts';
import { runZo } from '../../support/run-zo.ts';
import { adminToken, type SettingsPortal, startSettingsPortal } from '../../support/settings-portal.ts';

let zo: SettingsPortal;
beforeAll(async () => {
  zo = await startSettingsPortal((slack) => {
    slack.workspace.channels.find(({ name }) => name === 'marketing')!.sharing = 'external';
    slack.workspace.channels.find(({ name }) => name === 'pql-review')!.sharing = 'pending';
    return {};
  });
}, 60_000);
afterAll(() => zo?.stop(), 30_000);

const warning =
  '#marketing is shared with another company (Slack Connect): its people read the names, addresses and scores posted there';

async function check(source: string) {
  const answer = await zo.post<CheckAnswer>(settingsPaths.check, { source });
  if (answer.status !== 'checked') throw new Error(answer.status);
  return answer.checked;
}

it('are marked where messages go', async () => {
  const answer = await zo.get<SlackTabAnswer>(settingsPaths.slack);
  const places = answer.status === 'ready' ? answer.places : [];
  expect(places.map(({ place, sharing }) => [place, sharing])).toEqual([
    ['#pql-handoff', null],
    ['#marketing', 'external'],
    ['#pql-review', 'pending'],
    ['ops@acme.test', null],
    ['ops@acme.test', null],
  ]);
  expect(places[1]?.words).toBe(`${warning}.`);
  expect(places[2]?.words).toMatch(/^Another company has been invited to #pql-review/);
});

it('are marked where a channel is chosen', async () => {
  const answer = await zo.get<PlaybookTabAnswer>(settingsPaths.playbook);
  const channels = answer.status === 'ready' && answer.channels.status === 'found' ? answer.channels.channels : [];
  expect(Object.fromEntries(channels.map(({ name, sharing }) => [name, sharing]))).toMatchObject({
    '#marketing': 'external',
    '#pql-review': 'pending',
    '#pql-handoff': null,
  });
});

it('are warned of in a playbook, at the line and the field that names them', async () => {
  const { problems, warnings } = await check(zo.acme);
  expect(problems).toEqual([]);
  const shared = warnings.filter(({ message }) => message.includes('Slack Connect'));
  const line = zo.acme.split('\n').findIndex((text) => text.includes('"#marketing"')) + 1;
  expect(shared).toHaveLength(2);
  expect(shared[0]).toMatchObject({
    message: `${warning}.`,
    line,
    place: { path: 'return/channel', item: null },
  } satisfies Partial<PlaybookProblem>);
  const named = zo.acme.replace('"#pql-handoff"', 'C0MARKET1');
  expect((await check(named)).warnings.map(({ place }) => place?.path)).toContain('handoff/channel');
});

it('are told by the doctor, each once', async () => {
  const { checks } = await zo.admin<{ checks: { name: string; detail: string; state: string }[] }>('GET', '/doctor');
  const channels = checks.filter(({ name }) => name === 'Channel');
  expect(channels.map(({ state, detail }) => [state, detail.split(' ').find((word) => word.startsWith('#'))])).toEqual([
    ['warning', '#marketing'],
    ['warning', '#pql-review'],
  ]);
});

const checkFile = (...more: string[]) => {
  const addChecking = (zoTool: Command) => addPlaybookCheck(zoTool.command('playbook'));
  return runZo(zo.url(), [addChecking], ['playbook', 'check', 'playbooks/acme.yaml', ...more], adminToken);
};

it('are warned of by `zo playbook check --portal`, and not where no portal is asked', async () => {
  const { code, stdout } = await checkFile('--portal');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Warning: playbooks\/acme\.yaml:\d+:\d+.*#marketing is shared with another company/s);
  const { warnings } = JSON.parse((await checkFile('--portal', '--json')).stdout) as { warnings: Problem[] };
  expect(warnings.filter(({ message }) => message.includes('Slack Connect'))).toHaveLength(2);
  expect((await checkFile()).stdout).not.toContain('Slack Connect');
});

it('can be asked for by operators', async () => {
  expect(await zo.admin('GET', '/shared-channels')).toEqual({
    channels: [
      { id: 'C0MARKET1', name: 'marketing', sharing: 'external' },
      { id: 'C0REVIEW1', name: 'pql-review', sharing: 'pending' },
    ],
  });
});

describe('an owner’s name in Slack', () => {
  const named = (slack: string) =>
    zo.acme.replace(
      '[maria@acme.test, tom@acme.test, lee@acme.test]',
      `[{ email: maria@acme.test, slack: ${slack} }, tom@acme.test]`,
    );

  it('is looked up as the draft says it, and shown', async () => {
    const [maria, tom] = (await check(named('U0LEE0001'))).owners;
    expect(maria).toMatchObject({ email: 'maria@acme.test', slack: 'found', slackName: 'lee' });
    expect(tom).toMatchObject({ slack: 'found', slackName: 'tom' });
    expect((await check(named('left@acme.test'))).owners[0]).toMatchObject({ slack: 'absent', slackName: null });
    expect((await check(named('U0LEFT001'))).owners[0]).toMatchObject({ slack: 'absent' });
  });

  it('is chosen from everybody who is there', async () => {
    const answer = await zo.get<PlaybookTabAnswer>(settingsPaths.playbook);
    const people = answer.status === 'ready' && answer.slackPeople.status === 'found' ? answer.slackPeople.people : [];
    expect(people.map(({ name }) => name)).toEqual(['Lee', 'Maria', 'No Direct Messages', 'Ops', 'Tom']);
  });

  it('counts once the playbook is saved', async () => {
    await zo.admin('PUT', '/playbook', { source: named('U0LEE0001'), author: 'cli', reason: 'Maria is lee in Slack' });
    const plan = await zo.admin<{ owners: OwnerState[] }>('GET', '/provision');
    expect(plan.owners[0]).toMatchObject({ email: 'maria@acme.test', slack: 'found', slackName: 'lee' });
  });
});
