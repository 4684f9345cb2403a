import {
  type CheckAnswer,
  type EditAnswer,
  type PlaybookTabAnswer,
  type PlaybookVersionAnswer,
  type SaveAnswer,
  type SaveRequest,
  type SimulateAnswer,
  settingsPaths,
} from '@zo/shared';
import { editor, owner, requestId, type SettingsPortal, startSettingsPortal } from '../../support/settings-portal.ts';

let zo: SettingsPortal;
let version = 1;

beforeAll(async () => {
  zo = await startSettingsPortal();
  await zo.sendEvents([
    {
      type: 'track',
      messageId: 'm1',
      userId: 'sarah',
      event: 'Onboarding Complete',
      context: { traits: { email: 'sarah@finpilot.test' } },
    },
    { type: 'track', messageId: 'm2', userId: 'sarah', event: 'Report Created' },
    { type: 'page', messageId: 'm3', userId: 'sarah', properties: { path: '/pricing' } },
  ]);
}, 60_000);
afterAll(() => zo?.stop(), 30_000);

const tab = async (as?: string | null) => {
  const answer = await zo.get<PlaybookTabAnswer>(settingsPaths.playbook, {}, as);
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
};
const save = async (changes: Partial<SaveRequest>, as?: string) => {
  const request = {
    requestId: requestId(),
    source: zo.acme,
    expectedVersion: version,
    reason: '',
    alertReady: false,
    allowEveryone: false,
    ...changes,
  };
  const answer = await zo.post<SaveAnswer>(settingsPaths.save, request, as);
  if (answer.status === 'saved') version = answer.version;
  return { request, answer };
};

describe('the Playbook tab', () => {
  it('shows the version with who saved it, owners and channels as they are, and what has arrived', async () => {
    const answer = await tab();
    expect(answer.newest).toEqual({ version: 1, savedBy: 'cli', savedAt: expect.any(Number), reason: 'the first' });
    expect([answer.source, answer.playbookFile, answer.checked.problems]).toEqual([zo.acme, null, []]);
    expect(answer.you).toEqual({ email: owner, role: 'owner', readOnly: null });
    expect(answer.hubspotOwners).toContainEqual({ email: 'maria@acme.test', name: 'Maria Lopez', isActive: true });
    expect(answer.checked.owners[0]).toEqual({
      email: 'maria@acme.test',
      hubspot: 'active',
      name: 'Maria Lopez',
      nearest: null,
      slack: 'found',
      slackName: 'maria',
    });
    expect(answer.channels).toMatchObject({ status: 'found' });
    expect(answer.eventsSeen.map(({ name, thisWeek, lastWeek }) => [name, thisWeek, lastWeek])).toEqual([
      ['Onboarding Complete', 1, 0],
      ['page /pricing', 1, 0],
      ['Report Created', 1, 0],
    ]);
  });

  it('says of an event that never arrived which one was probably meant', async () => {
    const { checked } = await tab();
    const seen = {
      name: 'Onboarding Complete',
      events: 1,
      people: 1,
      lastSeenAt: expect.any(Number),
      thisWeek: 1,
      lastWeek: 0,
    };
    expect(checked.signals[0]).toEqual({
      name: 'activated',
      neededBy: ['definition', 'score'],
      events: [{ name: 'Onboarding Completed', seen: null, nearest: seen }],
    });
    expect(checked.signals[3]).toMatchObject({
      name: 'visited pricing',
      events: [{ name: 'page /pricing', seen: { events: 1 } }],
    });
  });

  it('is the same for somebody who may only look, and says whom to ask', async () => {
    const { you, source } = await tab('maria@acme.test');
    expect(you).toEqual({ email: 'maria@acme.test', role: 'viewer', readOnly: { kind: 'viewer', owner } });
    expect(source).toBe(zo.acme);
  });
});

describe('a text that is being written', () => {
  it('has its problems with line, column, the line itself and the field they belong to', async () => {
    const source = zo.acme
      .replace('+25 when activated', '+25 when activatd')
      .replace('2 working hours', '2 working hors');
    const { checked } = (await zo.post<CheckAnswer>(settingsPaths.check, { source })) as Extract<
      CheckAnswer,
      { status: 'checked' }
    >;
    expect(checked.problems).toEqual([
      {
        message: 'There is no signal "activatd"',
        line: 8,
        column: 14,
        length: 8,
        excerpt: '- +25 when activatd',
        at: 11,
        nearest: 'activated',
        suggestion: expect.any(String),
        place: { path: 'score', item: 0 },
      },
      expect.objectContaining({
        line: 19,
        excerpt: 'first call due: 2 working hors',
        place: { path: 'handoff/first call due', item: null },
      }),
    ]);
    expect(checked.understood).toBeNull();
    expect(checked.form?.score[0]).toBe('+25 when activatd');
  });

  it('without mistakes is told back as it was understood', async () => {
    const answer = await zo.post<CheckAnswer>(settingsPaths.check, { source: zo.acme });
    expect(answer).toMatchObject({ status: 'checked', checked: { problems: [], understood: { highestScore: 100 } } });
  });

  it('that is no YAML has a place, and no form', async () => {
    const answer = await zo.post<CheckAnswer>(settingsPaths.check, { source: 'score: [' });
    expect(answer).toMatchObject({ checked: { form: null, problems: [{ line: 1 }] } });
  });

  it('is changed in place by an edit of the form', async () => {
    const source = zo.acme.replace('handoff:', '# who gets the call\nhandoff:');
    const edits = [
      { kind: 'value', path: 'handoff/first call due', value: '1 working day' },
      { kind: 'owner', email: 'tom@acme.test', terms: { weight: '2' } },
    ];
    const answer = await zo.post<EditAnswer>(settingsPaths.edit, { source, edits });
    expect(answer).toMatchObject({
      status: 'edited',
      source: source
        .replace('2 working hours', '1 working day')
        .replace(
          '[maria@acme.test, tom@acme.test, lee@acme.test]',
          '\n    - maria@acme.test\n    - email: tom@acme.test\n      weight: 2\n    - lee@acme.test',
        )
        .replace('owners: \n', 'owners:\n'),
      checked: { problems: [] },
    });
  });

  it('that cannot be edited says why', async () => {
    const edits = [{ kind: 'value', path: 'cooldown', value: '3 days' }];
    expect(await zo.post<EditAnswer>(settingsPaths.edit, { source: 'score: [', edits })).toEqual({
      status: 'refused',
      reason: 'The text cannot be read as YAML: mend it first',
    });
  });

  it('names who would be new before it is saved, also for somebody who may only look', async () => {
    const source = zo.acme.replace(
      / {2}A free user[\s\S]*?handoff/,
      '  A free user becomes an SQL when zo_key_actions_7d >= 1\nhandoff',
    );
    const answer = await zo.post<SimulateAnswer>(settingsPaths.simulate, { source }, 'maria@acme.test');
    expect(answer).toMatchObject({
      status: 'simulated',
      version: 1,
      difference: { added: { count: 1, people: [{ email: 'sarah@finpilot.test', score: 14 }] }, removed: { count: 0 } },
    });
  });

  it('with mistakes is not simulated', async () => {
    const answer = await zo.post<SimulateAnswer>(settingsPaths.simulate, { source: 'definition: x' });
    expect(answer).toMatchObject({ status: 'invalid' });
  });
});

describe('saving', () => {
  const longer = () => zo.acme.replace('2 working hours', '3 working hours');

  it.each([
    ['somebody who may only look', 'maria@acme.test', 'ops@acme.test can grant it to you'],
    ['somebody HubSpot does not name', null, 'HubSpot did not say who you are'],
  ])('is refused to %s, in words', async (_, as, words) => {
    const request = {
      requestId: requestId(),
      source: longer(),
      expectedVersion: 1,
      reason: '',
      alertReady: false,
      allowEveryone: false,
    };
    expect(await zo.post<SaveAnswer>(settingsPaths.save, request, as)).toEqual({
      status: 'refused',
      reason: expect.stringContaining(words),
    });
    expect((await tab()).newest?.version).toBe(1);
  });

  it('makes a version with the author, and the same request again makes no other', async () => {
    const { request, answer } = await save({ source: longer(), reason: 'calmer' }, editor);
    expect(answer).toEqual({
      status: 'saved',
      version: 2,
      changes: expect.stringContaining('+   first call due: 3 working hours'),
    });
    expect(await zo.post<SaveAnswer>(settingsPaths.save, request, editor)).toEqual(answer);
    expect((await tab()).newest).toMatchObject({ version: 2, savedBy: editor, reason: 'calmer' });
  });

  it('over a version somebody else saved is a conflict that names them and shows both changes', async () => {
    const { answer } = await save({ source: zo.acme.replace('#marketing', '#growth'), expectedVersion: 1 });
    expect(answer).toEqual({
      status: 'conflict',
      newest: { version: 2, savedBy: editor, savedAt: expect.any(Number), reason: 'calmer', source: longer() },
      theirs: expect.stringContaining('3 working hours'),
      yours: expect.stringContaining('#growth'),
    });
  });

  it('of a text with mistakes is refused with their places', async () => {
    const { answer } = await save({ source: zo.acme.replace('2 working hours', 'soon') });
    expect(answer).toMatchObject({ status: 'invalid', problems: [{ line: 19, column: 19 }] });
  });

  it('of the text that is in force makes no version', async () => {
    expect((await save({ source: longer() })).answer).toEqual({ status: 'unchanged', version: 2 });
  });

  it('keeps every version to be looked at', async () => {
    const answer = await zo.get<PlaybookVersionAnswer>(settingsPaths.version, { version: '1' });
    expect(answer).toMatchObject({ status: 'found', playbook: { version: 1, savedBy: 'cli', source: zo.acme } });
    expect(await zo.get(settingsPaths.version, { version: '9' })).toEqual({ status: 'unknown version' });
  });
});

describe('a request', () => {
  it.each<[string, number, Parameters<SettingsPortal['send']>[1]]>([
    ['without a signature', 401, { secret: null }],
    ['signed with another secret', 401, { secret: 'another' }],
    ['with a user added after it was signed', 401, { appended: '&userEmail=ops@acme.test' }],
    ['that names two users', 400, { more: '&userEmail=maria@acme.test&userEmail=ops@acme.test' }],
  ])('%s is refused', async (_what, status, sending) => {
    expect((await zo.send(settingsPaths.playbook, sending)).status).toBe(status);
  });

  it('that names its user in the body is not believed', async () => {
    const response = await zo.send(settingsPaths.save, { body: { userEmail: owner, requestId: requestId() } });
    expect(response.status).toBe(400);
  });

  it('of a portal nobody connected finds nothing', async () => {
    const response = await zo.send(settingsPaths.playbook, { portal: 77 });
    expect(await response.json()).toEqual({ status: 'not connected' });
  });
});
