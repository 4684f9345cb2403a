import {
  type GrantDone,
  type HubspotTabAnswer,
  type KeysTabAnswer,
  type LookForDriftAnswer,
  type MakeKeyDone,
  type PeopleTabAnswer,
  type PlanFound,
  type ProvisionDone,
  type RestoreDone,
  type RevokeKeyDone,
  type SlackTabAnswer,
  settingsPaths,
  type TestMessageDone,
} from '@zo/shared';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import {
  editor,
  owner,
  requestId,
  type SettingsPortal,
  startSettingsPortal,
  writeKey,
} from '../../support/settings-portal.ts';

let zo: SettingsPortal;
beforeAll(async () => {
  zo = await startSettingsPortal();
}, 60_000);
afterAll(() => zo?.stop(), 30_000);

async function ready<Answer extends { status: string }>(path: string, as?: string) {
  const answer = await zo.get<Answer>(path, {}, as);
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer as Extract<Answer, { status: 'ready' }>;
}

const plan = () =>
  waitUntil<Extract<PlanFound, { status: 'read' }>>(
    'the plan',
    async () => {
      const { plan } = await ready<HubspotTabAnswer>(settingsPaths.hubspot);
      return plan.status === 'read' ? { value: plan } : { instead: plan.status };
    },
    10_000,
    50,
  );
const history = async () => (await ready<PeopleTabAnswer>(settingsPaths.people)).history;

describe('write keys', () => {
  const keys = async () => (await ready<KeysTabAnswer>(settingsPaths.keys)).keys;
  const request = { requestId: requestId(), source: 'browser', name: 'The website' } as const;
  let made: Extract<MakeKeyDone, { status: 'done' }>;

  it('are listed without the keys themselves, and the one of the environment as such', async () => {
    const [only, ...others] = await keys();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ source: 'server', revokedAt: null, isFromEnvironment: true });
    expect(JSON.stringify(only)).not.toContain(writeKey);
  });

  it('are made, shown once, and the same request again makes no other', async () => {
    made = (await zo.post<MakeKeyDone>(settingsPaths.makeKey, request)) as typeof made;
    expect(made).toEqual({
      status: 'done',
      keyId: expect.stringMatching(/^[0-9a-f]{8}$/),
      writeKey: expect.any(String),
    });
    expect(await zo.post(settingsPaths.makeKey, request)).toEqual(made);
    expect(await keys()).toHaveLength(2);
    expect((await keys()).find(({ keyId }) => keyId === made.keyId)).toMatchObject({
      name: 'The website',
      source: 'browser',
    });
  });

  it('are shown no more once the service was started again, and not made again either', async () => {
    await zo.restart();
    expect(await zo.post(settingsPaths.makeKey, request)).toEqual({ ...made, writeKey: null });
    expect(await keys()).toHaveLength(2);
  });

  it('are revoked, once', async () => {
    const revoke = (keyId: string) =>
      zo.post<RevokeKeyDone>(settingsPaths.revokeKey, { requestId: requestId(), keyId });
    expect(await revoke(made.keyId)).toEqual({ status: 'done', keyId: made.keyId, worksForSeconds: 30 });
    expect(await revoke(made.keyId)).toMatchObject({ status: 'refused', reason: 'There is no such key that works' });
    expect((await keys()).find(({ keyId }) => keyId === made.keyId)?.revokedAt).toEqual(expect.any(Number));
    const fromEnvironment = (await keys()).find(({ isFromEnvironment }) => isFromEnvironment);
    expect(await revoke(fromEnvironment!.keyId)).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('WRITE_KEY'),
    });
  });

  it('tell when they were used last', async () => {
    await zo.sendEvents([{ type: 'track', messageId: 'k1', userId: 'sarah', event: 'Report Created' }]);
    expect((await keys()).find(({ isFromEnvironment }) => isFromEnvironment)?.lastUsedAt).toEqual(expect.any(Number));
  });

  it('are made by nobody who may only look', async () => {
    const answer = await zo.post(settingsPaths.makeKey, { ...request, requestId: requestId() }, 'maria@acme.test');
    expect(answer).toMatchObject({ status: 'refused' });
  });
});

describe('grants', () => {
  it('are the owner’s to give and to take back; whoever has one may save', async () => {
    const grant = (email: string, as = owner) =>
      zo.post<GrantDone>(settingsPaths.grant, { requestId: requestId(), email }, as);
    expect(await grant('maria@acme.test', editor)).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining(owner),
    });
    expect(await grant('Maria@acme.test')).toEqual({ status: 'done', email: 'maria@acme.test' });
    const { people, you } = await ready<PeopleTabAnswer>(settingsPaths.people, 'maria@acme.test');
    expect(you.role).toBe('editor');
    expect(people).toEqual([
      { email: owner, role: 'owner', by: null, at: null },
      { email: editor, role: 'editor', by: null, at: null },
      { email: 'maria@acme.test', role: 'editor', by: owner, at: expect.any(Number) },
    ]);
    const back = { requestId: requestId(), email: 'maria@acme.test' };
    expect(await zo.post(settingsPaths.takeBack, back)).toEqual({ status: 'done', email: 'maria@acme.test' });
    expect((await ready<PeopleTabAnswer>(settingsPaths.people, 'maria@acme.test')).you.role).toBe('viewer');
    expect(await grant(editor)).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('may change settings already'),
    });
  });
});

describe('Slack', () => {
  it('is shown with team, scopes and the places the playbook names', async () => {
    const { connection, places } = await ready<SlackTabAnswer>(settingsPaths.slack);
    expect(connection).toMatchObject({ status: 'connected', missing: [] });
    expect(places).toEqual([
      { use: 'alerts', place: '#pql-handoff', state: 'found', words: null, sharing: null },
      { use: 'returns', place: '#marketing', state: 'found', words: null, sharing: null },
      { use: 'review', place: '#pql-review', state: 'found', words: null, sharing: null },
      { use: 'operators', place: owner, state: 'found', words: null, sharing: null },
      { use: 'you', place: owner, state: 'found', words: null, sharing: null },
    ]);
  });

  it('names the scopes that are missing', async () => {
    zo.slack.workspace.installation.scopes = zo.slack.workspace.installation.scopes.filter(
      (scope) => scope !== 'groups:read',
    );
    const { connection } = await ready<SlackTabAnswer>(settingsPaths.slack);
    expect(connection).toMatchObject({ missing: [{ scope: 'groups:read', isRequired: false }] });
  });

  it('gets a test message once, however often the request comes', async () => {
    const request = { requestId: requestId(), use: 'alerts' };
    const answer = await zo.post<TestMessageDone>(settingsPaths.testMessage, request);
    expect(answer).toMatchObject({ status: 'done', place: '#pql-handoff', link: expect.any(String) });
    expect(await zo.post(settingsPaths.testMessage, request)).toEqual(answer);
    const posted = zo.slack.workspace.messages.filter(({ text }) => text.includes('Test message'));
    expect(posted.map(({ text }) => text)).toEqual([
      `Test message from Zo Handoff, asked for by ${owner}: alerts about people who are ready for sales arrive here.`,
    ]);
  });
});

describe('HubSpot', () => {
  it('tells what provisioning would do, and what going live would do besides', async () => {
    const found = await plan();
    expect(found.steps.map(({ what }) => what)).toContain('list "Zo | SQL ready"');
    expect(found.refusals).toEqual([]);
    expect([found.readyNow, found.matchingNow]).toEqual([0, 0]);
  });

  it('is provisioned and live once, however often the request comes', async () => {
    const request = { requestId: requestId(), goLive: true, force: [] };
    const answer = await zo.post<ProvisionDone>(settingsPaths.provision, request, editor);
    expect(answer).toMatchObject({ status: 'done', refused: [], liveSince: expect.any(Number) });
    expect(await zo.post(settingsPaths.provision, request, editor)).toEqual(answer);
    expect((await ready<HubspotTabAnswer>(settingsPaths.hubspot)).liveSince).toEqual(expect.any(Number));
    expect((await plan()).steps).toEqual([]);
  }, 30_000);

  it('is looked over for drift, and there is nothing to restore', async () => {
    const looked = await zo.post<LookForDriftAnswer>(settingsPaths.lookForDrift, {});
    expect(looked).toMatchObject({ status: 'looked', drift: { checkedAt: expect.any(Number) } });
    const restore = { requestId: requestId(), workflow: 'handoff' };
    expect(await zo.post<RestoreDone>(settingsPaths.restore, restore)).toMatchObject({ status: 'refused' });
  });
});

describe('the history', () => {
  it('has every save and every other write, newest first, with who and what came of it', async () => {
    await zo.admin('POST', '/write-keys', { source: 'server', name: 'Segment' });
    expect((await history()).map(({ by, words, detail, outcome }) => [by, words, detail, outcome])).toEqual([
      ['operator', 'Made a write key', 'for servers: Segment', 'done'],
      [
        owner,
        'Restored a workflow',
        expect.stringContaining('Zo | SQL handoff - There is nothing to restore'),
        'refused',
      ],
      [editor, 'Went live', null, 'done'],
      [owner, 'Sent a test message', 'to #pql-handoff', 'done'],
      [
        owner,
        'Granted editing',
        expect.stringContaining(`${editor} - ${editor} may change settings already`),
        'refused',
      ],
      [owner, 'Took editing back', 'maria@acme.test', 'done'],
      [owner, 'Granted editing', 'maria@acme.test', 'done'],
      [owner, 'Revoked a write key', expect.stringContaining('WRITE_KEY names this key'), 'refused'],
      [owner, 'Revoked a write key', expect.stringContaining('There is no such key that works'), 'refused'],
      [owner, 'Revoked a write key', expect.any(String), 'done'],
      [owner, 'Made a write key', 'for browsers: The website', 'done'],
      ['cli', 'Saved the playbook: version 1', 'the first', 'done'],
    ]);
  });

  it('is what the operator’s tool shows as well', async () => {
    const { entries } = await zo.admin<{ entries: { deed: string; author: string }[] }>('GET', '/audit?limit=2');
    expect(entries.map(({ author, deed }) => [author, deed])).toEqual([
      ['operator', 'make write key'],
      [owner, 'restore workflow'],
    ]);
  });
});

describe('where nobody is named in ADMIN_EMAILS', () => {
  it('nobody may save from HubSpot, and is told what to set', async () => {
    await zo.restart({ ADMIN_EMAILS: '' });
    const { you } = await ready<KeysTabAnswer>(settingsPaths.keys);
    expect(you).toEqual({ email: owner, role: 'viewer', readOnly: { kind: 'nobody may' } });
    const answer = await zo.post(settingsPaths.makeKey, { requestId: requestId(), source: 'server', name: '' });
    expect(answer).toEqual({ status: 'refused', reason: expect.stringContaining('set ADMIN_EMAILS on the service') });
  });
});
