/**
 * One service with two portals that have lived: the same person in both, and in the other portal people, companies, playbooks,
 * channels, keys and settings of its own, each with one word in it that is nowhere else.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { settingsPaths } from '@zo/shared';
import Database from 'better-sqlite3';
import type { ClockServer } from '../../../sandbox/clock/clock-server.ts';
import { repositoryRoot } from '../../../sandbox/demo/child-process.ts';
import { nextTuesdayAtTen } from '../../../sandbox/demo/local-time.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { type OauthWorld, startOauthWorld } from '../../support/oauth-world.ts';
import {
  acmeTeam,
  askForLink,
  type Connectable,
  connectSlack,
  europeTeam,
  registerApp,
  slackBrowser,
} from '../../support/slack-browser.ts';
import { type Ids, nobodysIds, nobodysSecrets, readIds } from './ids.ts';
import { called, canary, other, own } from './named-portals.ts';
import { fingerprint } from './portal-rows.ts';

export type TwoPortals = {
  world: OauthWorld;
  slack: SlackSandbox;
  ownKey: string;
  otherIds: Ids;
  ownIds: Ids;
  /** Of what nobody has. */
  nobodysIds: Ids;
  stop(): Promise<void>;
};

type Settled = { portalId: number; email: string; writeKey: string };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export async function startTwoPortals(): Promise<TwoPortals> {
  let clock: ClockServer | null = null;
  const slack = await startSlackSandbox({ rateLimits: false, clock: { now: () => clock?.now() ?? Date.now() } });
  const { clientId, clientSecret, signingSecret } = slack.control.app;
  const world = await startOauthWorld({
    SLACK_API_URL: slack.apiUrl,
    SLACK_APP_URL: slack.url,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
    METRICS_PORTALS: '0',
    LOG_LEVEL: 'debug',
  });
  clock = world.clock;
  const stop = async () => {
    await world.stop();
    await slack.close();
  };
  try {
    return { ...(await fill(world, slack)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fill(world: OauthWorld, slack: SlackSandbox): Promise<Omit<TwoPortals, 'stop'>> {
  const acme = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  const yaml = easier(acme);
  const settled: Settled[] = [];
  // Alerts are posted in working hours.
  await world.clock.advance(nextTuesdayAtTen(Date.now(), 'Europe/Berlin') - Date.now());
  for (const { portalId, email } of [other, own]) {
    await world.addPortal(portalId, email, { seed: 'acme' });
    await world.install(portalId, { userEmail: email });
    await world.untilProvisioned(portalId);
  }
  await registerApp(settingsOf(world, slack, own));
  for (const [portal, team] of [
    [other, europeTeam],
    [own, acmeTeam],
  ] as const) {
    const isOther = portal === other;
    const word = isOther ? canary : 'acme';
    const name = isOther ? called : 'acme';
    const admin = (method: string, route: string, body?: object) =>
      world.admin<{ writeKey: string }>(method, `/portals/${portal.portalId}${route}`, body);
    const page = async (route: string, body: object) => {
      const { status, answer } = await world.asPage(portal.portalId, portal.email, route, body);
      const said = answer as { status: string };
      if (status !== 200 || said.status === 'refused') throw new Error(`${route}: ${JSON.stringify(answer)}`);
      return said;
    };
    const source = isOther ? others(yaml) : yaml;
    await admin('PUT', '/playbook', { source, author: portal.email, reason: `first of ${word}`, expectedVersion: 0 });
    if (isOther) {
      for (const version of [1, 2]) {
        const reason = `${canary} version ${version + 1}`;
        const changed = `${source}# ${reason}\n`;
        await admin('PUT', '/playbook', { source: changed, author: portal.email, reason, expectedVersion: version });
      }
    }
    const zo = settingsOf(world, slack, portal);
    const browser = slackBrowser(zo);
    const asked = await connectSlack(zo, { team, user: isOther ? 'U1OPS0001' : 'U0OPS0001' }, browser);
    const connected = asked.offer === null ? asked : await browser.confirm(asked.offer, 'connect');
    if (!connected.title.startsWith('Connected')) throw new Error(connected.text);
    const { writeKey } = await admin('POST', '/write-keys', { name: `${word} server` });
    await page(settingsPaths.makeKey, { requestId: 'same-request-0001', source: 'browser', name: `${word} browser` });
    await page(settingsPaths.grant, { requestId: `grant-${name}-0001`, email: `colleague@${name}.test` });
    await loadHistory(admin, word, name);
    await page('/app/settings/privacy/allow-list', { requestId: `allow-${name}-0001`, allowed: [`traits.${word}`] });
    await page('/app/settings/privacy/retention', { requestId: `days-${name}-0001`, days: { events: 400 } });
    await admin('POST', '/provision', { goLive: true });
    settled.push({ ...portal, writeKey });
  }
  const [otherSettled, ownSettled] = settled as [Settled, Settled];
  await Promise.all([live(world, otherSettled, canary), live(world, ownSettled, 'acme')]);
  await untilQuiet(world);
  shareIds(world);
  const secrets = await beginFlows(world, slack);
  return {
    world,
    slack,
    ownKey: ownSettled.writeKey,
    otherIds: { ...readIds(world, other, 'last'), ...secrets },
    ownIds: { ...readIds(world, own, 'first'), ...nobodysSecrets },
    nobodysIds,
  };
}

/** A file of the past that is through. */
async function loadHistory(
  admin: (method: string, route: string, body?: object) => Promise<unknown>,
  word: string,
  name: string,
): Promise<void> {
  const key = sha256(`history of ${name}`);
  await admin('POST', '/backfills', { key, fileKey: key, name: `${word}.csv` });
  await admin('POST', `/backfills/${key}/end`);
}

/** One active person is enough to cross, at once, with little. */
function easier(yaml: string): string {
  return yaml
    .replace(/zo_pql_score >= 50/, 'zo_pql_score >= 20')
    .replace(' AND zo_company_active_users >= 2', '')
    .replace('zo_pql_score < 30', 'zo_pql_score < 5')
    .replace(/review:[\s\S]*?(?=exclude:)/, '');
}

function others(yaml: string): string {
  return yaml
    .replaceAll('Report Created', `${canary} Report`)
    .replaceAll('#marketing', `#${canary}-marketing`)
    .replace('exclude: [acme.test]', `exclude: [${canary}-staff.test]`);
}

export function settingsOf(world: OauthWorld, slack: SlackSandbox, portal: typeof own): Connectable {
  return {
    url: () => world.url,
    slackUrl: slack.url,
    async post<Answer>(route: string, body: object, as = portal.email) {
      return (await world.asPage(portal.portalId, as, route, body)).answer as Answer;
    },
  };
}

/**
 * The same people in both, and some of each portal's own, who have the same numbers in both; the same message ids in both. In our
 * own those have joined and not done anything: nobody else is handed off there.
 */
async function live(world: OauthWorld, { portalId, writeKey }: Settled, word: string): Promise<void> {
  const isOther = word === canary;
  const control = (route: string, body: object) => world.control('POST', `${route}?portal=${portalId}`, body);
  const people = [{ userId: 'sarah', email: 'sarah@finpilot.test', domain: 'finpilot.test' }];
  const joined: typeof people = [];
  if (isOther) {
    await control('/sandbox/settings', { autoAssociateByDomain: true });
    for (const index of [1, 2, 3]) {
      const domain = `${called}-${index}.test`;
      const email = `lead${index}@${domain}`;
      await control('/sandbox/objects/companies', { properties: { name: `${word} Works ${index}`, domain } });
      const properties = { email, firstname: `${word}Given`, lastname: `${word}Family`, lifecyclestage: 'lead' };
      await control('/sandbox/objects/contacts', { properties });
      people.push({ userId: `${called}-user-${index}`, email, domain });
    }
  } else {
    joined.push({ userId: 'ben', email: 'ben@finpilot.test', domain: 'finpilot.test' });
    joined.push({ userId: 'zoe', email: 'zoe@elsewhere.test', domain: 'elsewhere.test' });
  }
  const timestamp = new Date(world.clock.now()).toISOString();
  const use = (userId: string, index: number) => [
    { type: 'track', userId, timestamp, messageId: `m-${index}-3`, event: 'Onboarding Completed' },
    {
      type: 'track',
      userId,
      timestamp,
      messageId: `m-${index}-4`,
      event: isOther ? `${word} Report` : 'Report Created',
    },
  ];
  const events = [...people, ...joined].flatMap(({ userId, email, domain }, index) => [
    { type: 'identify', userId, timestamp, messageId: `m-${index}-1`, traits: { email, plan: 'free' } },
    {
      type: 'group',
      userId,
      timestamp,
      messageId: `m-${index}-2`,
      groupId: `group-${domain}`,
      traits: { name: `${word} of ${domain}`, domain },
    },
    ...(index < people.length ? use(userId, index) : []),
  ]);
  if ((await world.send(writeKey, events)) !== 200) throw new Error('the events were not taken');
  await waitUntil(
    `${people.length} handoffs with their alerts in portal ${portalId}`,
    async () => {
      const { handoffs } = await world.admin<{ handoffs: { alerts: Record<string, { state: string }> }[] }>(
        'GET',
        `/portals/${portalId}/handoffs`,
      );
      const posted = handoffs.filter(({ alerts }) => Object.values(alerts).some(({ state }) => state === 'posted'));
      if (posted.length >= people.length) return { value: true };
      const { alarms, outbox } = await world.admin<Record<string, object>>('GET', `/portals/${portalId}`);
      return { instead: JSON.stringify([handoffs.map(({ alerts }) => alerts), alarms, outbox]) };
    },
    60_000,
    200,
  );
}

async function untilQuiet(world: OauthWorld): Promise<void> {
  let before = '';
  let since = Date.now();
  await waitUntil(
    'the other portal to be quiet',
    async () => {
      const now = fingerprint(world.databaseFile, other.portalId);
      const told = JSON.stringify(now);
      if (told !== before) since = Date.now();
      before = told;
      return Date.now() - since > 1_500 ? { value: true } : { instead: 'it still changes' };
    },
    40_000,
    100,
  );
}

/** Flows of the other portal that have begun and are not ended. */
async function beginFlows(world: OauthWorld, slack: SlackSandbox) {
  const zo = settingsOf(world, slack, other);
  const browser = slackBrowser(zo);
  const { location } = await browser.visit(await askForLink(zo));
  const unused = new URL(await askForLink(zo)).searchParams.get('link')!;
  const install = await fetch(`${world.url}/hubspot/oauth/install`, { redirect: 'manual' });
  const offer = 'o'.repeat(43);
  const database = new Database(world.databaseFile);
  database
    .prepare('INSERT INTO slack_offers VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      sha256(offer),
      sha256('b'),
      other.portalId,
      canary,
      '{}',
      europeTeam,
      world.clock.now(),
      world.clock.now() + 600_000,
    );
  database.close();
  return {
    slackLink: `${unused}x`,
    slackState: new URL(location!).searchParams.get('state')!,
    slackOffer: offer,
    hubspotState: new URL(install.headers.get('location')!).searchParams.get('state')!,
  };
}

/**
 * HubSpot's ids are each portal's own: the person both portals have is made to have the same ids in both, and the company both
 * have is made to have people in the other whose numbers are somebody else's in ours.
 */
function shareIds(world: OauthWorld): void {
  const database = new Database(world.databaseFile);
  const own1 = database.prepare<[number], { record_id: string }>(
    "SELECT record_id FROM records WHERE portal_id = ? AND kind = 'contact' AND subject_id = 1",
  );
  const { record_id: contactId } = own1.get(own.portalId)!;
  const { record_id: before } = own1.get(other.portalId)!;
  database.transaction(() => {
    database
      .prepare("UPDATE records SET record_id = ? WHERE portal_id = ? AND kind = 'contact' AND subject_id = 1")
      .run(contactId, other.portalId);
    database
      .prepare(
        'UPDATE handoffs SET contact_id = ?, handoff_json = replace(handoff_json, ?, ?) WHERE portal_id = ? AND contact_id = ?',
      )
      .run(contactId, `"${before}"`, `"${contactId}"`, other.portalId, before);
    const add = (sql: string, ...values: (string | number | null)[]) =>
      database.prepare(sql).run(other.portalId, ...values);
    const now = world.clock.now();
    add("INSERT INTO merges VALUES (?, 'person', 900, 1, 'alias', ?)", now);
    add("INSERT INTO members VALUES (?, 1, 3, 'group', ?)", now);
    add('INSERT INTO dropped_names VALUES (?, ?, 3, ?)', `traits.${canary}Size`, now);
    add("INSERT INTO forgotten VALUES (?, 'events', ?, 77, ?)", now - 86_400_000, now);
    add("INSERT INTO privacy_deletions VALUES (?, ?, NULL, ?, ?, 'erased', '{}')", sha256(contactId), now, now);
    add('INSERT INTO forgotten_identities VALUES (?, ?, ?, 5)', sha256(canary), now);
    add("UPDATE outbox SET state = 'failed' WHERE portal_id = ? AND effect_key LIKE 'alert:2:%'");
    add(`UPDATE handoffs SET is_open = 0, closed_at = ${now} WHERE portal_id = ? AND handoff_id = 2`);
  })();
  database.close();
}
