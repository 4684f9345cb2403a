/** A portal that is disconnected while something waits for it in Slack: what waits, what is connected meanwhile, what is erased. */
import { jest } from '@jest/globals';
import { settingsPaths } from '@zo/shared';
import Database from 'better-sqlite3';
import { operatorLane } from '../../backend/drift/note-differences.ts';
import { type Effect, priorities } from '../../backend/outbox/effect.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/start-slack-sandbox.ts';
import { read } from '../repository/source-files.ts';
import { admin, type InstalledPortals, installedPortals } from '../support/installed-portals.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';
import {
  askForLink,
  type Connectable,
  connectSlack,
  europeTeam,
  registerApp,
  slackBrowser,
} from '../support/slack-browser.ts';

jest.setTimeout(60_000);

const days = 86_400_000;
const acme = read('playbooks/acme.yaml');
let world: OauthWorld;
let slack: SlackSandbox;
let portals: InstalledPortals;
let ids = 0;

beforeAll(async () => {
  slack = await startSlackSandbox({ rateLimits: false, clock: { now: () => world?.clock.now() ?? Date.now() } });
  const { clientId, clientSecret, signingSecret } = slack.control.app;
  world = await startOauthWorld({
    SLACK_API_URL: slack.apiUrl,
    SLACK_APP_URL: slack.url,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
  });
  portals = installedPortals(world, 7_100);
  await registerApp(settingsOf(0));
}, 90_000);
afterAll(async () => {
  await world?.stop();
  await slack?.close();
}, 30_000);

function settingsOf(portalId: number): Connectable {
  return {
    url: () => world.url,
    slackUrl: slack.url,
    async post<Answer>(path: string, body: object, as = admin) {
      return (await world.asPage(portalId, as, path, body)).answer as Answer;
    },
  };
}

/** In Slack there is nobody of this address, so that the page always asks. */
async function connected(portalId: number, decision = {}): Promise<void> {
  const browser = slackBrowser(settingsOf(portalId));
  const page = await connectSlack(settingsOf(portalId), decision, browser);
  expect((await browser.confirm(page.offer!, 'connect')).status).toBe(200);
}

async function disconnect(portalId: number): Promise<void> {
  ids += 1;
  const body = { requestId: `request-${ids}`, confirm: true };
  const { answer } = await world.asPage(portalId, admin, settingsPaths.disconnect, body);
  expect(answer).toMatchObject({ status: 'done' });
}

function query<Row>(sql: string, ...values: unknown[]): Row[] {
  const database = new Database(world.databaseFile, { readonly: true });
  try {
    return database.prepare<unknown[], Row>(sql).all(...values);
  } finally {
    database.close();
  }
}

const until = (what: string, isSo: () => boolean) =>
  waitUntil(what, async () => (isSo() ? { value: true } : { instead: 'not yet' }), 20_000, 20);
const europe = () => slack.control.workspaces[1]!;

describe('what waits for its second in Slack', () => {
  const texts = () => slack.workspace.messages.map(({ text }) => text);
  const untilDue = Date.now() + 400 * days;
  const note = (what: string): Effect => ({
    kind: 'post drift note',
    key: `drift:${what}`,
    lane: operatorLane,
    priority: priorities.routine,
    headline: `Told of ${what}`,
    lines: ['One line.'],
    restores: null,
  });
  const digest: Effect = {
    kind: 'post digest',
    key: 'digest:2020-W01',
    lane: operatorLane,
    priority: priorities.backfill,
    title: 'Told of the week',
    lines: ['One line.'],
    until: untilDue,
  };

  it('is not lost when the portal is disconnected meanwhile, and goes out when it is connected again', async () => {
    const { portalId: id } = await portals.installed();
    const source = `${acme}\noperator channel: "#pql-handoff"\n`;
    await world.admin('PUT', `/portals/${id}/playbook`, { source, author: admin, reason: 'notes', expectedVersion: 1 });
    await connected(id);
    const store = await openSqliteStore(world.databaseFile);
    await store.enqueue(id, [note('the first'), note('the second'), digest], world.clock.now());
    await store.close();
    await until('the first to be posted', () => texts().some((text) => text.includes('Told of the first')));
    await disconnect(id);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const outbox = () =>
      query<{ state: string }>('SELECT state FROM outbox WHERE portal_id = ? AND lane = ?', id, operatorLane);
    expect(
      outbox()
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['done', 'pending', 'pending']);
    const posted = texts().length;
    await world.install(id, { userEmail: admin });
    await until('the others to be posted', () => texts().some((text) => text.includes('Told of the week')));
    expect(
      texts()
        .filter((text) => text.includes('Told of'))
        .map((text) => /the \w+/.exec(text)?.[0]),
    ).toEqual(['the first', 'the second', 'the week']);
    expect(texts().length).toBeGreaterThan(posted);
  });
});

describe('Slack that is being connected when the portal is disconnected', () => {
  const nothingKept = (id: number) => {
    expect(query("SELECT * FROM credentials WHERE portal_id = ? AND kind = 'slack'", id)).toEqual([]);
    expect(query('SELECT * FROM slack_offers WHERE portal_id = ?', id)).toEqual([]);
  };
  const refused = {
    status: 409,
    title: 'Slack was not connected',
    text: expect.stringContaining('is not connected to'),
  };

  it('is not connected with a link of before', async () => {
    const { portalId: id } = await portals.installed();
    const link = await askForLink(settingsOf(id));
    await disconnect(id);
    const { page, location } = await slackBrowser(settingsOf(id)).visit(link);
    expect([page, location]).toEqual([expect.objectContaining(refused), null]);
  });

  it('is not connected when the browser comes back, and Slack has given no token', async () => {
    const { portalId: id } = await portals.installed();
    const browser = slackBrowser(settingsOf(id));
    const { location } = await browser.visit(await askForLink(settingsOf(id)));
    const back = await browser.allow(location!, { team: europeTeam, user: 'U1OPS0001' });
    await disconnect(id);
    expect((await browser.visit(back)).page).toMatchObject(refused);
    nothingKept(id);
    expect(europe().installation.status).not.toBe('active');
  });

  it('is not connected by a confirmation, and the token is given back', async () => {
    const { portalId: id } = await portals.installed();
    const browser = slackBrowser(settingsOf(id));
    const page = await connectSlack(settingsOf(id), { team: europeTeam, user: 'U1OPS0001' }, browser);
    expect(europe().installation.status).toBe('active');
    await disconnect(id);
    expect(await browser.confirm(page.offer!, 'connect')).toMatchObject(refused);
    nothingKept(id);
    expect(europe().installation.status).toBe('token_revoked');
    // Installed again it has no Slack that nobody connected.
    await world.install(id, { userEmail: admin });
    expect((await world.asPage(id, admin, settingsPaths.slack)).answer).toMatchObject({
      connection: { status: 'not connected' },
    });
  });
});

describe('the token of Slack, when a portal is erased', () => {
  const isErased = (id: number) => query('SELECT * FROM credentials WHERE portal_id = ?', id).length === 0;

  it('is given back to Slack by the last portal of its workspace', async () => {
    const [one, other] = [await portals.installed(), await portals.installed()];
    for (const { portalId } of [one, other]) await connected(portalId, { team: europeTeam, user: 'U1OPS0001' });
    await disconnect(one.portalId);
    await world.clock.advance(31 * days);
    await until('the first to be erased', () => isErased(one.portalId));
    expect(europe().installation.status).toBe('active');
    await disconnect(other.portalId);
    await world.clock.advance(31 * days);
    await until('the second to be erased', () => isErased(other.portalId));
    expect(europe().installation.status).toBe('token_revoked');
  });

  it('that Slack does not take back keeps nothing from being erased', async () => {
    const { portalId: id } = await portals.installed();
    await connected(id, { team: europeTeam, user: 'U1OPS0001' });
    await disconnect(id);
    await slackControl('/sandbox/failures', { match: { method: 'auth.revoke' }, mode: 'timeout', times: 100 });
    await world.clock.advance(31 * days);
    await until('it to be erased', () => isErased(id));
    expect(europe().installation.status).toBe('active');
    expect(world.logged.join('')).toContain('a Slack token was not given back');
  });
});

async function slackControl(route: string, body: object): Promise<void> {
  const response = await fetch(`${slack.url}${route}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}
