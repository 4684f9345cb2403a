/** Portals that have installed the app, with Acme's playbook and a write key each, and what a test does with them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { addDisconnect } from '../../backend/cli/disconnect.ts';
import { addKeys } from '../../backend/cli/keys.ts';
import { addPortals } from '../../backend/cli/portals.ts';
import type { CredentialStatus } from '../../backend/store/credential-store.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type OauthWorld, oauthAdminToken } from './oauth-world.ts';
import { openBeside } from './product-database.ts';
import { type Printed, runZo } from './run-zo.ts';

/** Installs the app in every portal. */
export const admin = 'admin@one.test';
/** Somebody whom every portal has in HubSpot. */
const email = 'sarah@finpilot.test';

type Values = Record<string, string>;

export type InstalledPortals = {
  installed(): Promise<{ portalId: number; writeKey: string }>;
  /** Sarah did something in the product. */
  did(event: string): Record<string, unknown>[];
  /** What HubSpot has of her. */
  inHubspot(portalId: number): Promise<Values>;
  untilHubspotHas(portalId: number, name: string, value: string): Promise<Values>;
  zo(...words: string[]): Promise<Printed>;
  /** Null: nothing is kept of it. */
  statusOf(portalId: number): Promise<CredentialStatus | null>;
};

export function installedPortals(world: OauthWorld, firstId: number): InstalledPortals {
  const acme = readFileSync(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  let nextId = firstId;
  let ids = 0;

  async function inHubspot(portalId: number): Promise<Values> {
    const { contacts } = await world.control<HubspotState>('GET', `/sandbox/state?portal=${portalId}`);
    return (contacts.find(({ values }) => values.email === email)?.values ?? {}) as Values;
  }

  return {
    async installed() {
      const portalId = nextId;
      nextId += 1;
      await world.addPortal(portalId, admin, { seed: 'acme' });
      expect((await world.install(portalId, { userEmail: admin })).status).toBe(200);
      const playbook = { source: acme, author: admin, reason: 'first', expectedVersion: 0 };
      await world.admin('PUT', `/portals/${portalId}/playbook`, playbook);
      await world.untilProvisioned(portalId);
      const { writeKey } = await world.admin<{ writeKey: string }>('POST', `/portals/${portalId}/write-keys`, {});
      return { portalId, writeKey };
    },
    did(event) {
      ids += 1;
      const base = { userId: 'sarah', timestamp: new Date(world.clock.now()).toISOString() };
      return [
        { ...base, type: 'identify', messageId: `i-${ids}`, traits: { email } },
        { ...base, type: 'track', messageId: `t-${ids}`, event },
      ];
    },
    inHubspot,
    untilHubspotHas: (portalId, name, value) =>
      waitUntil<Values>(
        `${name} to be ${value} in portal ${portalId}`,
        async () => {
          const values = await inHubspot(portalId);
          return values[name] === value ? { value: values } : { instead: `${values[name]}` };
        },
        20_000,
        100,
      ),
    zo: (...words) => runZo(world.url, [addDisconnect, addKeys, addPortals], words, oauthAdminToken),
    async statusOf(portalId) {
      const store = await openBeside(world.databaseUrl);
      const credential = await store.credential(portalId, 'hubspot');
      await store.close();
      return credential?.status ?? null;
    },
  };
}
