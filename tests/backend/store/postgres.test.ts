import { decide } from '../../../backend/handoff/decide.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { event } from '../../support/events.ts';
import { decisionContext, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase } from '../../support/postgres.ts';

let url: string;
beforeAll(async () => {
  url = await createTestDatabase();
}, 60_000);

it('is set up once when several nodes start together', async () => {
  const nodes = await Promise.all([1, 2, 3].map(() => openPostgresStore(url)));
  const versions = (node: PostgresStore) =>
    node.connection.acrossPortals('SELECT version FROM migrations ORDER BY version');
  expect(await versions(nodes[0]!)).toEqual(await versions(nodes[2]!));
  for (const node of nodes) await node.close();
});

it('refuses a database that a newer program wrote', async () => {
  const newer = await createTestDatabase();
  const node = await openPostgresStore(newer);
  await node.connection.acrossPortals("INSERT INTO migrations VALUES (9001, '9001-later', 1)");
  await node.close();
  await expect(openPostgresStore(newer)).rejects.toThrow('The database is at migration 9001');
});

it('counts once what several nodes accept at the same time', async () => {
  const nodes = await Promise.all([1, 2, 3].map(() => openPostgresStore(url)));
  const rules = { playbook: acmePlaybook(), timeZone: 'UTC' };
  const same = Array.from({ length: 50 }, () => event({}));
  const own = nodes.map(() => Array.from({ length: 50 }, () => event({})));
  const accepted = await Promise.all(
    nodes.flatMap((node, index) => [node.acceptEvents(1, [same], rules), node.acceptEvents(1, [own[index]!], rules)]),
  );
  expect(accepted.flat().reduce((sum, request) => sum + request.accepted, 0)).toBe(200);
  const sarah = await nodes[0]!.personByIdentity(1, 'u:sarah');
  expect(sarah?.usage.signals['key action']?.total).toBe(200);
  for (const node of nodes) await node.close();
});

it('does not write again what another node has decided meanwhile', async () => {
  const playbook = acmePlaybook();
  const portalId = 3;
  const [one, other] = await Promise.all([openPostgresStore(url), openPostgresStore(url)]);
  await one.acceptEvents(portalId, [[event({})]], { playbook, timeZone });
  const decisionsOf = async (node: PostgresStore) =>
    (await node.decisionInputs(portalId, 10)).map((input) =>
      decide(input, decisionContext({ playbook, timeZone, now })),
    );
  const [first, second] = [await decisionsOf(one), await decisionsOf(other)];
  const committed = [
    await one.commitDecisions(portalId, first, 1, now),
    await other.commitDecisions(portalId, second, 1, now),
  ];
  expect(committed.map((answer) => answer.committed)).toEqual([1, 0]);
  await Promise.all([one.close(), other.close()]);
});

it('leaves to a living node what it claimed, and takes over what a dead one left', async () => {
  const [living, hasty] = await Promise.all([openPostgresStore(url), openPostgresStore(url, { leaseMs: 0 })]);
  const contact = (personId: number) =>
    ({
      kind: 'sync contact',
      personId,
      createIfMissing: false,
      key: `contact:${personId}`,
      lane: 'hubspot',
      priority: 1,
    }) as const;
  await living.enqueue(2, [contact(1), contact(2)], 10);
  expect(await hasty.claimEffects(2, 'hubspot', 1, 10, 'dead')).toHaveLength(1);
  const [one] = await living.claimEffects(2, 'hubspot', 1, 10, 'living');
  expect(await living.recoverEffects(2)).toEqual({ released: 1, unconfirmed: [] });
  expect(await living.settleEffects(2, [{ ...one!, outcome: { outcome: 'done' } }], 11)).toEqual([true]);
  await Promise.all([living.close(), hasty.close()]);
});
