/** Several nodes on one PostgreSQL: what one does in between changes nothing, and what is used once is used by one. */
import { normaliseKept } from '../../../backend/ingest/normalise-kept.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import type { Normalise } from '../../../backend/store/store.ts';
import { compareAcross } from '../../contracts/rebuild-across.ts';
import { dayMs, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';

const portalId = 1;
const rules = { playbook: acmePlaybook(), timeZone };
let nodes: PostgresStore[];
beforeAll(async () => {
  const url = await createTestDatabase();
  nodes = await Promise.all([1, 2, 3].map(() => openPostgresStore(url)));
}, 60_000);
afterAll(() => Promise.all((nodes ?? []).map((node) => node.close())));

/** What all of them answer who ask at the same time. */
const atOnce = <Answer>(ask: (node: PostgresStore, index: number) => Promise<Answer>) =>
  Promise.all([...nodes, ...nodes].map(ask));

it('retention waits while usage is counted again, and every event counts once', async () => {
  const [one, other] = nodes as [PostgresStore, PostgresStore];
  const at = now - 100 * dayMs;
  const events = Array.from({ length: 2_500 }, (_, index) => {
    const message = { type: 'track', userId: `u${index % 5}`, event: 'Report Created', messageId: `m${index}` };
    const read = normaliseMessage(message, { receivedAt: at + index, source: 'server' });
    if ('rejected' in read) throw new Error(read.rejected);
    return read.event;
  });
  await one.acceptEvents(portalId, [events], rules);
  const usageOf = async () => (await one.personByIdentity(portalId, 'u:u3'))!.usage.signals['key action'];
  const [usage, seen] = [await usageOf(), await one.eventsSeen(portalId)];

  let forgetting: Promise<number> | null = null;
  const whileForgetting: Normalise = (...kept) => {
    forgetting ??= other.forgetEvents(portalId, { before: now, rules, normalise: normaliseKept, now });
    return normaliseKept(...kept);
  };
  await rebuildUsage(one, portalId, rules, whileForgetting, now);
  expect(await forgetting).toBe(0);
  const order = { before: now, rules, normalise: normaliseKept, now };
  expect(await other.forgetEvents(portalId, order)).toBe(2_500);
  await rebuildUsage(one, portalId, rules, normaliseKept, now);

  expect(usage).toMatchObject({ total: 500 });
  expect(await usageOf()).toMatchObject({ total: 500 });
  expect(await one.eventsSeen(portalId)).toEqual(seen);
}, 60_000);

it('events that one node accepts while another counts again and swaps are counted by the rules in force', async () => {
  const [one, other] = nodes as [PostgresStore, PostgresStore];
  await compareAcross(one, other, 500_000, 12);
}, 60_000);

it('a token is renewed by one of those that ask at the same time', async () => {
  for (let of = 100; of < 120; of += 1) {
    await nodes[0]!.saveCredential(of, 'hubspot', { sealed: 'k1.x.y', expiresAt: 5, details: {} }, now);
    const answers = await atOnce((node, index) =>
      node.leaseCredential(of, 'hubspot', 1, { id: `lease ${index}`, forMs: 60_000 }),
    );
    expect(answers.toSorted()).toEqual([...Array(5).fill('held'), 'taken']);
  }
}, 30_000);

it('a flow, a link, an offer and an event of Slack are used by one of those that ask at the same time', async () => {
  const [one] = nodes as [PostgresStore];
  const times = { now, expiresAt: now + 60_000 };
  const flow = { kind: 'slack' as const, portalId, sealedVerifier: null, returnUrl: null };
  await one.saveOauthState('state', 'browser', flow, times);
  await one.saveSlackLink('link', { portalId, author: 'ops@acme.test' }, times);
  const offer = { portalId, sealed: 'k1.x.y', details: {}, slackTeamId: 'T1' };
  await one.saveSlackOffer('offer', 'browser', offer, times);
  await one.saveCredential(
    portalId,
    'slack',
    { sealed: 'k1.x.y', expiresAt: null, details: {}, slackTeamId: 'T1' },
    now,
  );
  const once = [...Array(5).fill('unknown'), 'taken'];
  const outcomes = (taken: { outcome: string }[]) =>
    taken
      .map(({ outcome }) => outcome)
      .toSorted()
      .reverse();

  expect(outcomes(await atOnce((node) => node.takeOauthState('state', 'slack', 'browser', now)))).toEqual(once);
  expect(outcomes(await atOnce((node) => node.takeSlackLink('link', now)))).toEqual(once);
  expect(outcomes(await atOnce((node) => node.takeSlackOffer('offer', 'browser', now)))).toEqual(once);
  const alarm = { key: 'slack', message: 'Alerts wait.' };
  const loss = { eventId: 'Ev1', teamId: 'T1', botUserIds: null, happenedAt: now, reason: 'lost', alarm };
  expect((await atOnce((node) => node.loseSlackTeam(loss, now))).flat()).toEqual([portalId]);
  expect(await one.alarms(portalId)).toMatchObject([{ times: 1 }]);
}, 30_000);

it('an erasure that several begin at the same time ends, and each row is counted once', async () => {
  await nodes[0]!.saveSetting(9, 'a', true, now);
  const proofs = await atOnce((node) => node.erasePortal(9, now));
  expect(proofs.map(({ rows }) => rows)).toContainEqual({ settings: 1 });
  expect((await nodes[0]!.portalErasures(9)).reduce((sum, { rows }) => sum + (rows.settings ?? 0), 0)).toBe(1);
  expect((await nodes[0]!.portalErasures(9)).every(({ endedAt }) => endedAt === now)).toBe(true);
}, 30_000);

it('of all who hear at the same time of people deleted for privacy the same salt is used', async () => {
  await atOnce((node) =>
    node.noteChanges(5, { contactIds: [], companyIds: [], dealIds: [], merges: [], privacyDeletions: ['501'] }, now),
  );
  expect(await nodes[0]!.privacyDeletions(5, 9)).toHaveLength(1);
}, 30_000);
