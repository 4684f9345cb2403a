/**
 * Provisioning is cut off at every single call to HubSpot, in each way a call can end badly, and run again: the portal must
 * end up exactly as after a run that nothing disturbed, with nothing there twice.
 */
import path from 'node:path';
import { parseDefinition, properties } from '@zo/shared';
import type { Keeping, KeptArtefacts } from '../../../backend/provision/keeping.ts';
import { keepingInMemory, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { actionIdsOf, provisionedPlaybook, provisioner, stepWords, type Wish } from '../../support/provisioner.ts';

const projectDir = path.resolve(import.meta.dirname, '../../../hubspot-project');
/** What the workflows and lists need, and no more: every one is a call to be cut off at. */
const needed = [
  'zo_plan',
  'zo_sql_ready',
  'zo_conditions_missing',
  'zo_handoff_gate',
  'zo_handoff_status',
  'zo_handoff_at',
];
const few = properties.filter(({ name }) => needed.includes(name) || name === 'zo_company_active_users');
const forEver = 1_000_000;

const parsed = parseDefinition('A free user becomes an SQL when zo_company_active_users >= 3');
if (!parsed.ok) throw new Error('the sentence does not parse');
const created: Wish = { properties: few, goLive: true };
const changed: Wish = {
  goLive: true,
  playbook: {
    ...acmePlaybook({ definition: parsed.value, freePlans: ['free'] }),
    return: { ...provisionedPlaybook.return!, text: '30 days without AE activity' },
  },
  properties: few.map((property) =>
    property.name === 'zo_plan' ? { ...property, description: 'A better meaning.' } : property,
  ),
};

let portal: TestPortal;
beforeAll(async () => {
  portal = await startTestPortal(
    { projectDir, tenSecondlyLimit: forEver },
    { pacing: { limit: forEver, searchesPerSecond: forEver } },
  );
  portal.sandbox.portal().settings.searchPerSecond = forEver;
});
afterAll(() => portal.close());

/** What provisioning writes to, so that a situation is there again without being made again. */
function tables() {
  const { groups, properties: definitions, flows, lists } = portal.sandbox.portal();
  return structuredClone({ groups, properties: definitions, flows, lists });
}

async function clearFailures(): Promise<void> {
  await fetch(`${portal.sandbox.url}/sandbox/failures`, { method: 'DELETE' });
}

const run = (keeping: Keeping, wish: Wish) =>
  provisioner(portal.gateway, keeping, { actionIds: actionIdsOf(portal.sandbox) }).apply(wish);

const byName = (one: { name?: string }, other: { name?: string }) => (one.name ?? '').localeCompare(other.name ?? '');

/** All that provisioning makes, without ids, times, revisions and the order in which it was made. */
function made() {
  const { groups, properties: live, flows, lists } = portal.sandbox.portal();
  const ours = (type: '0-1' | '0-2') =>
    [...live[type].values()]
      .filter(({ hubspotDefined }) => !hubspotDefined)
      .map(({ name, label, type: kind, description, groupName, options }) => ({
        ...{ name, label, kind, description, groupName, options },
      }))
      .sort(byName);
  return {
    groups: [[...groups['0-1'].keys()], [...groups['0-2'].keys()]],
    properties: [ours('0-1'), ours('0-2')],
    flows: [...flows.values()]
      .map(({ name, description, isEnabled, actions, enrollmentCriteria }) => ({
        ...{ name, description, isEnabled, actions, enrollmentCriteria },
      }))
      .sort(byName),
    lists: [...lists.values()]
      .map(({ name, filterBranch, deletedAt }) => ({ name, filterBranch, deletedAt }))
      .sort(byName),
  };
}

/** Each fails the call after `calls` good ones. */
const interruptions: [string, (calls: number) => Record<string, unknown>[]][] = [
  [
    'the process dies before a call reaches HubSpot',
    (after) => [{ mode: 'reset-before', after, times: forEver, match: {} }],
  ],
  ['the answer to a call is lost', (after) => [{ mode: 'reset-after-commit', after, match: {} }]],
  [
    'the process dies after HubSpot did it',
    (after) => [
      { mode: 'reset-after-commit', after, match: {} },
      { mode: 'reset-before', times: forEver, match: {} },
    ],
  ],
  ['the answer to a call cannot be read', (after) => [{ mode: 'malformed', after, match: {} }]],
  ['the answer to a call is empty', (after) => [{ mode: 'empty-200', after, match: {} }]],
  ['the answer to a call says nothing', (after) => [{ mode: 'status', status: 200, body: {}, after, match: {} }]],
];

const situations: [string, Wish | null, Wish][] = [
  ['making everything in an empty portal and going live', null, created],
  ['bringing a changed playbook into a portal that is live', created, changed],
];

describe.each(situations)('%s', (_what, before, wish) => {
  let beginning: { tables: ReturnType<typeof tables>; kept: KeptArtefacts };
  let wanted: ReturnType<typeof made>;
  let calls: number;

  function begin(): KeptArtefacts {
    Object.assign(portal.sandbox.portal(), structuredClone(beginning.tables));
    return structuredClone(beginning.kept);
  }

  beforeAll(async () => {
    await fetch(`${portal.sandbox.url}/sandbox/reset`, { method: 'POST', body: '{"seed":"empty"}' });
    portal.sandbox.portal().settings.searchPerSecond = forEver;
    const kept: KeptArtefacts = {};
    if (before !== null) await run(keepingInMemory(kept), before);
    beginning = { tables: tables(), kept: structuredClone(kept) };
    const from = (await portal.calls()).length;
    await run(keepingInMemory(kept), wish);
    calls = (await portal.calls()).length - from;
    wanted = made();
  });

  it('has calls to be cut off at', () => {
    expect(calls).toBeGreaterThanOrEqual(20);
    expect(Object.keys(beginning.kept)).toHaveLength(before === null ? 0 : 13);
  });

  it.each(interruptions)(
    'ends the same when %s, whichever call it is',
    async (_how, failuresAfter) => {
      for (let good = 0; good < calls; good += 1) {
        const kept = begin();
        for (const failure of failuresAfter(good)) await portal.fail(failure);
        const outcome = await run(keepingInMemory(kept), wish).catch(() => null);
        await clearFailures();
        if (outcome === null || outcome.applied.done.some(({ result }) => result.outcome === 'refused')) {
          const again = await run(keepingInMemory(kept), wish);
          const refused = [...again.plan.steps, ...again.applied.done.map(({ step }) => step)].filter(
            ({ act }) => act === 'leave alone' || act === 'refuse',
          );
          expect([good, refused.map(stepWords)]).toEqual([good, []]);
        }
        expect([good, made()]).toEqual([good, wanted]);
        expect([good, Object.values(kept).filter(({ pending }) => pending !== null)]).toEqual([good, []]);
      }
    },
    60_000,
  );

  it('ends the same when the process dies before it has written down what it did', async () => {
    for (let good = 0; ; good += 1) {
      const kept = begin();
      const memory = keepingInMemory(kept);
      let written = 0;
      const dying: Keeping = {
        read: memory.read,
        write: async (entries) => {
          written += 1;
          if (written > good) throw new Error('the process died');
          await memory.write(entries);
        },
      };
      const outcome = await run(dying, wish).catch(() => null);
      const again = await run(memory, wish);
      expect([good, again.plan.steps.filter(({ act }) => act === 'leave alone' || act === 'refuse')]).toEqual([
        good,
        [],
      ]);
      expect([good, made()]).toEqual([good, wanted]);
      if (outcome !== null) break;
    }
  }, 60_000);
});
