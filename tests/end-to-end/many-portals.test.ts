/** Fifty portals of one service, with the same people in each: every portal gets its own values, and none of another. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';

const portals = Array.from({ length: 50 }, (_, index) => 9_000 + index);
const email = 'sarah@finpilot.test';
let world: OauthWorld;

beforeAll(async () => {
  world = await startOauthWorld();
});
afterAll(() => world?.stop());

async function written(portalId: number): Promise<Record<string, string>> {
  const state = await world.control<HubspotState>('GET', `/sandbox/state?portal=${portalId}`);
  const contact = state.contacts.find(({ values }) => values.email === email);
  return (contact?.values ?? {}) as Record<string, string>;
}

it('installed at once, they are served beside one another', async () => {
  const acme = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  await Promise.all(
    portals.map((portalId) => world.addPortal(portalId, `admin@portal-${portalId}.test`, { seed: 'acme' })),
  );
  const pages = await Promise.all(
    portals.map((portalId) => world.install(portalId, { userEmail: `admin@portal-${portalId}.test` })),
  );
  expect(pages.map(({ status }) => status)).toEqual(portals.map(() => 200));
  for (const portalId of portals) await world.untilProvisioned(portalId);

  // The same person everywhere, with a plan and a number of invitations of each portal's own.
  const invitations = (portalId: number) => (portalId % 7) + 1;
  await Promise.all(
    portals.map(async (portalId) => {
      const admin = world.admin;
      const playbook = { source: acme, author: 'admin', reason: 'first', expectedVersion: 0 };
      await admin('PUT', `/portals/${portalId}/playbook`, playbook);
      const { writeKey } = await admin<{ writeKey: string }>('POST', `/portals/${portalId}/write-keys`, {});
      const timestamp = new Date(world.clock.now()).toISOString();
      const base = { userId: 'sarah', timestamp };
      expect(
        await world.send(writeKey, [
          { ...base, type: 'identify', messageId: 'identify', traits: { email, plan: `plan-${portalId}` } },
          { ...base, type: 'track', messageId: 'activated', event: 'Onboarding Completed' },
          ...Array.from({ length: invitations(portalId) }, (_, index) => ({
            ...base,
            type: 'track',
            // Message ids are each portal's own, too.
            messageId: `invited-${index}`,
            event: 'Teammate Invited',
          })),
        ]),
      ).toBe(200);
    }),
  );

  for (const portalId of portals) {
    const values = await waitUntil<Record<string, string>>(
      `portal ${portalId} to have its values`,
      async () => {
        const found = await written(portalId);
        return found.zo_plan === undefined ? { instead: 'none' } : { value: found };
      },
      30_000,
      100,
    );
    expect([portalId, values.zo_plan, values.zo_teammates_invited_30d, values.zo_activation_status]).toEqual([
      portalId,
      `plan-${portalId}`,
      String(invitations(portalId)),
      'activated',
    ]);
  }
  const plans = await Promise.all(portals.map((portalId) => world.control('GET', `/sandbox/state?portal=${portalId}`)));
  plans.forEach((state, index) => {
    const named = new Set(JSON.stringify(state).match(/plan-\d{4}/g));
    expect([...named]).toEqual([`plan-${portals[index]}`]);
  });
  const { portals: known } = await world.admin<{ portals: { portalId: number; disconnected: null }[] }>(
    'GET',
    '/portals',
  );
  expect(known.map(({ portalId }) => portalId)).toEqual(portals);
}, 120_000);

it('after a restart all of them go on', async () => {
  await world.stopApp();
  const began = performance.now();
  await world.startApp();
  expect(performance.now() - began).toBeLessThan(10_000);
  const answers = await Promise.all(
    portals.map((portalId) => world.asPage(portalId, `admin@portal-${portalId}.test`, '/app/settings/people')),
  );
  for (const { answer } of answers) expect(answer).toMatchObject({ status: 'ready', you: { role: 'owner' } });
  const stranger = await world.asPage(portals[0]!, `admin@portal-${portals[1]}.test`, '/app/settings/people');
  expect(stranger.answer).toMatchObject({ you: { role: 'viewer' } });
}, 60_000);
