/** Connecting Slack from the settings: the whole service over HTTP, the local Slack, the unmodified official client. */
import { jest } from '@jest/globals';
import { type SlackTabAnswer, settingsPaths } from '@zo/shared';
import Database from 'better-sqlite3';
import {
  owner,
  requestId,
  type SettingsPortal,
  slackAppEnv,
  startSettingsPortal,
} from '../../../support/settings-portal.ts';
import { askForLink, connectSlack, europeTeam, registerApp, slackBrowser } from '../../../support/slack-browser.ts';

jest.setTimeout(30_000);

let zo: SettingsPortal;
const europe = { team: europeTeam, user: 'U1OPS0001' };

beforeEach(async () => {
  zo = await startSettingsPortal(slackAppEnv);
  await registerApp(zo);
});
afterEach(() => zo.stop());

async function tab(): Promise<Extract<SlackTabAnswer, { status: 'ready' }>> {
  const answer = await zo.get<SlackTabAnswer>(settingsPaths.slack);
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
}

function rows(table: string): string {
  const database = new Database(zo.databaseFile, { readonly: true });
  try {
    return JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all());
  } finally {
    database.close();
  }
}

it('is shown as not connected, then connected with who, when, and every scope', async () => {
  expect(await tab()).toMatchObject({ via: 'settings', connected: null, connection: { status: 'not connected' } });
  const page = await connectSlack(zo);
  expect(page).toMatchObject({ status: 200, title: 'Connected to Acme' });
  const { connection, connected, places } = await tab();
  expect(connection).toEqual({ status: 'connected', team: 'Acme', missing: [] });
  expect(connected).toEqual({ by: owner, at: expect.any(Number) });
  expect(places[0]).toMatchObject({ place: '#pql-handoff', state: 'found' });
  const done = await zo.post(settingsPaths.testMessage, { requestId: requestId(), use: 'alerts' });
  expect(done).toMatchObject({ status: 'done', place: '#pql-handoff' });
  expect(zo.slack.workspace.messages.map(({ text }) => text)).toEqual([expect.stringContaining('Test message')]);
});

it('keeps the token sealed, and again after a restart', async () => {
  await connectSlack(zo);
  expect(rows('credentials')).not.toContain(zo.slack.token);
  await zo.restart();
  expect((await tab()).connection).toMatchObject({ status: 'connected', team: 'Acme' });
});

it('tells which scopes were not granted', async () => {
  zo.slack.workspace.installation.scopes = [];
  const { location } = await slackBrowser(zo).visit(await askForLink(zo));
  const url = new URL(location!);
  url.searchParams.set('scope', 'chat:write,users:read,users:read.email');
  const browser = slackBrowser(zo);
  const again = await browser.visit(await askForLink(zo));
  const state = new URL(again.location!).searchParams.get('state')!;
  url.searchParams.set('state', state);
  await browser.visit(await browser.allow(url.href, {}));
  const { connection } = await tab();
  expect(connection).toMatchObject({ status: 'connected' });
  const missing = 'missing' in connection ? connection.missing.map(({ scope }) => scope) : [];
  expect(missing).toEqual(['im:write', 'channels:read', 'groups:read']);
});

describe('a link', () => {
  it('works once', async () => {
    const link = await askForLink(zo);
    expect((await slackBrowser(zo).visit(link)).location).toContain(`${zo.slack.url}/oauth/v2/authorize?`);
    const again = await slackBrowser(zo).visit(link);
    expect(again).toMatchObject({ location: null, page: { status: 400, title: 'This link cannot be used' } });
  });

  it('is not used up by what only looks whether it is there', async () => {
    const link = await askForLink(zo);
    expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBe(405);
    expect((await slackBrowser(zo).visit(link)).location).not.toBeNull();
  });

  it('that was guessed leads nowhere', async () => {
    const { location, page } = await slackBrowser(zo).visit(`${zo.url()}/slack/oauth/install?link=guessed`);
    expect([location, page.status]).toEqual([null, 400]);
  });

  it('is given to those who may change settings, and to nobody else', async () => {
    expect(await zo.post(settingsPaths.slackLink, {}, 'maria@acme.test')).toMatchObject({ status: 'refused' });
    expect(await zo.post(settingsPaths.slackLink, {}, null)).toMatchObject({ status: 'refused' });
    const unsigned = await zo.send(settingsPaths.slackLink, { body: {}, secret: 'another secret' });
    expect(unsigned.status).toBe(401);
  });
});

describe('coming back', () => {
  it('in another browser connects nothing, and leaves it to the one that began', async () => {
    const victim = slackBrowser(zo);
    const { location } = await victim.visit(await askForLink(zo));
    const back = await victim.allow(location!, {});
    const other = await slackBrowser(zo).visit(back);
    expect(other.page).toMatchObject({ status: 403, title: 'This was begun in another browser' });
    expect((await tab()).connection.status).toBe('not connected');
    expect((await victim.visit(back)).page.title).toBe('Connected to Acme');
  });

  it('twice with the same address connects once', async () => {
    const browser = slackBrowser(zo);
    const { location } = await browser.visit(await askForLink(zo));
    const back = await browser.allow(location!, {});
    await browser.visit(back);
    expect((await browser.visit(back)).page).toMatchObject({ status: 400, title: 'This link cannot be used' });
  });

  it('with a forged state, or with another one’s code, connects nothing', async () => {
    const browser = slackBrowser(zo);
    const { location } = await browser.visit(await askForLink(zo));
    const back = new URL(await browser.allow(location!, europe));
    const code = back.searchParams.get('code')!;
    back.searchParams.set('state', 'forged');
    expect((await browser.visit(back.href)).page.status).toBe(400);
    const attacker = slackBrowser(zo);
    await attacker.visit(await askForLink(zo));
    const mixed = await attacker.visit(`${zo.url()}/slack/oauth/callback?code=${code}&state=${location}`);
    expect(mixed.page.status).toBe(400);
    expect((await tab()).connection.status).toBe('not connected');
  });

  it('with a code that Slack does not know says why', async () => {
    const browser = slackBrowser(zo);
    const { location } = await browser.visit(await askForLink(zo));
    const state = new URL(location!).searchParams.get('state');
    const { page } = await browser.visit(`${zo.url()}/slack/oauth/callback?code=invented&state=${state}`);
    expect(page).toMatchObject({ status: 502, title: 'Slack was not connected' });
    expect(page.text).toContain('Slack does not take the code any more');
  });

  it('after “Cancel” changes nothing', async () => {
    const page = await connectSlack(zo, { answer: 'cancel' });
    expect(page).toMatchObject({ status: 200, title: 'Slack was not connected' });
    expect((await tab()).connection.status).toBe('not connected');
  });
});

describe('what is asked first', () => {
  it('is whether another workspace may take the place of the one before; “keep” changes nothing', async () => {
    await connectSlack(zo);
    const browser = slackBrowser(zo);
    const page = await connectSlack(zo, europe, browser);
    expect(page.title).toBe('Connect the workspace Acme Europe?');
    expect(page.text).toContain('was connected to the workspace Acme.');
    expect(page.text).toContain(owner);
    expect((await tab()).connection).toMatchObject({ team: 'Acme' });
    const kept = await browser.confirm(page.offer!, 'keep');
    expect(kept.title).toBe('Everything stays as it was');
    expect((await tab()).connection).toMatchObject({ team: 'Acme' });
    expect((await browser.confirm(page.offer!, 'connect')).title).toBe('This link cannot be used');
    // The token that nobody wanted is not left lying about.
    expect(zo.slack.control.workspaces[1]!.installation.status).toBe('token_revoked');
  });

  it('connects it once confirmed, gives the old token back, and posts in the new workspace', async () => {
    await connectSlack(zo);
    const browser = slackBrowser(zo);
    const page = await connectSlack(zo, europe, browser);
    expect((await slackBrowser(zo).confirm(page.offer!, 'connect')).title).toBe('This link cannot be used');
    expect((await browser.confirm(page.offer!, 'connect')).title).toBe('Connected to Acme Europe');
    expect((await tab()).connection).toMatchObject({ status: 'connected', team: 'Acme Europe' });
    expect(zo.slack.workspace.installation.status).toBe('token_revoked');
    await zo.post(settingsPaths.testMessage, { requestId: requestId(), use: 'alerts' });
    expect(zo.slack.control.workspaces[1]!.messages).toHaveLength(1);
    expect(zo.slack.workspace.messages).toEqual([]);
  });

  it('is whether it was meant, where whoever allowed it is not who asked', async () => {
    const browser = slackBrowser(zo);
    const page = await connectSlack(zo, { user: 'U0MARIA01' }, browser);
    expect(page.title).toBe('Connect the workspace Acme?');
    expect(page.text).toContain('In Slack you are maria@acme.test, which is another address.');
    expect((await tab()).connection.status).toBe('not connected');
    expect((await browser.confirm(page.offer!, 'connect')).title).toBe('Connected to Acme');
  });
});

describe('disconnecting', () => {
  it('gives the token back, says by whom, and is written down; connecting again goes on', async () => {
    await connectSlack(zo);
    const done = await zo.post(settingsPaths.disconnectSlack, { requestId: requestId() });
    expect(done).toEqual({ status: 'done', isGivenBack: true });
    expect(zo.slack.workspace.installation.status).toBe('token_revoked');
    const { connection } = await tab();
    expect(connection).toMatchObject({ status: 'lost', team: 'Acme', reason: expect.stringContaining(owner) });
    expect(rows('credentials')).toContain('"sealed":null');
    const people = await zo.get<{ history: { words: string; detail: string }[] }>(settingsPaths.people);
    expect(people.history.map(({ words }) => words)).toEqual(
      expect.arrayContaining(['Connected Slack', 'Disconnected Slack']),
    );
    expect((await connectSlack(zo)).title).toBe('Connected to Acme');
    expect((await tab()).connection.status).toBe('connected');
  });

  it('is refused to those who may only look', async () => {
    await connectSlack(zo);
    const refused = await zo.post(settingsPaths.disconnectSlack, { requestId: requestId() }, 'maria@acme.test');
    expect(refused).toMatchObject({ status: 'refused' });
    expect((await tab()).connection.status).toBe('connected');
  });
});

it('a token in the environment stays the truth: nothing is connected here', async () => {
  await zo.restart({ SLACK_BOT_TOKEN: zo.slack.token });
  expect(await tab()).toMatchObject({ via: 'environment', connected: null, connection: { status: 'connected' } });
  expect(await zo.post(settingsPaths.slackLink, {})).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
  expect((await fetch(`${zo.url()}/slack/oauth/install?link=x`)).status).toBe(404);
});
