/** The home page's routes over a real store in memory: the sample playbook, in direct mode, with nobody in it yet. */

import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Playbook } from '@zo/shared';
import { decide } from '../../backend/handoff/decide.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import { createHome } from '../../backend/home/home.ts';
import { keepLastWrites } from '../../backend/home/last-writes.ts';
import { createHomeRoutes } from '../../backend/http/app/home-routes.ts';
import { closeHttpServer, createHttpServer } from '../../backend/http/create-server.ts';
import { createExpressApp } from '../../backend/http/express-app.ts';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';
import { examine } from '../../backend/portals/doctor.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import { createRoutingView } from '../../backend/portals/routing-view.ts';
import { createReports } from '../../backend/reports/reports.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import type { EitherStore } from './engines.ts';
import { event } from './events.ts';
import { dayMs, decisionContext, facts, now, portalState, timeZone } from './handoffs.ts';

export const homePortalId = 1234567;
export const homeSecret = 'home-secret';

export function samplePlaybook(change: Partial<Playbook> = {}): Playbook {
  const read = readPlaybook(readFileSync(path.resolve(import.meta.dirname, '../../playbooks/acme.yaml'), 'utf8'));
  if ('errors' in read) throw new Error(read.errors[0]?.message);
  return { ...read.playbook, ...change };
}

export type Signed = { portal?: number; as?: string | null; secret?: string };

export type HomeServer<Store = SqliteStore> = {
  store: Store;
  /** GET, signed as HubSpot does. `path` may have a query. */
  get(path: string, signed?: Signed): Promise<Response>;
  /** Somebody of this group, activated three days ago, with so many key actions yesterday; in HubSpot under this contact. */
  person(about: PersonAbout): Promise<void>;
  /** Decides about everybody, and hands off whoever is to be. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

export type PersonAbout = {
  name: string;
  group: string;
  company: string;
  keyActions: number;
  contactId: string;
  employees?: number;
  invited?: number;
  source?: NormalisedEvent['source'];
};

export async function startHomeServer(change: Partial<PortalState> = {}): Promise<HomeServer> {
  return startHomeServerOn(await openSqliteStore(':memory:'), change);
}

/** The store is closed with the server. */
export async function startHomeServerOn<Store extends EitherStore>(
  store: Store,
  change: Partial<PortalState> = {},
): Promise<HomeServer<Store>> {
  const state = portalState({ mode: 'direct', returnMode: 'direct', playbook: samplePlaybook(), ...change });
  const { playbook } = state;
  const rules = { playbook, timeZone };
  await store.savePortal(state.portal);
  await store.savePortal({ ...state.portal, portalId: homePortalId + 1 });
  const states = {
    get: async (id: number) => (id === homePortalId ? state : null),
    isKnown: async (id: number) => (await store.portal(id)) !== null,
    changed: () => {},
  };
  const clock = { now: () => now, plausibleNows: () => [now] };
  const home = createHome({
    memory: createPortalMemory(),
    store,
    states,
    reports: createReports({ store, states, before: { of: async () => null } }),
    routing: createRoutingView({ store, states, now: clock.now }),
    doctor: async (portalId) => {
      const parts = { hubspot: null, slack: null, drift: () => Promise.reject(new Error('not asked')) };
      return {
        checks: await examine({
          store,
          states,
          portalId,
          slackVia: 'environment',
          whyNot: null,
          isEnded: false,
          isOauth: false,
          now,
          watch: async () => null,
          ...parts,
        }),
      };
    },
    lastWrites: keepLastWrites(store, createPortalMemory(), clock.now),
    operatorsOf: async () => ['ops@acme.test'],
    now: clock.now,
    log: { warn: () => {} },
  });
  let url = '';
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(createHomeRoutes({ signed: { secret: homeSecret, publicUrl: () => url, clock }, home }));
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    store,
    get(asked, { portal = homePortalId, as = 'ops@acme.test', secret = homeSecret } = {}) {
      const user = as === null ? '' : `&userEmail=${encodeURIComponent(as)}`;
      const address = `${url}${asked}${asked.includes('?') ? '&' : '?'}portalId=${portal}&userId=9${user}&appId=1`;
      return fetch(address, { headers: headersV3(secret, { method: 'GET', url: address, body: '' }, now) });
    },
    async person({ name, group, company, keyActions, contactId, employees = 85, invited = 0, source = 'browser' }) {
      const userId = name.toLowerCase();
      const email = `${userId}@${group}.test`;
      const about = { userId, groupId: group, email, receivedAt: now, source };
      const did = (what: string, count: number, daysAgo: number) =>
        Array.from({ length: count }, () => event({ ...about, name: what, eventAt: now - daysAgo * dayMs }));
      await store.acceptEvents(
        homePortalId,
        [
          [
            event({ ...about, type: 'group', name: null, eventAt: now - 4 * dayMs }),
            event({ ...about, type: 'identify', name: null, eventAt: now - 4 * dayMs, traits: { firstName: name } }),
            ...did('Onboarding Completed', 1, 3),
            ...did('Teammate Invited', invited, 2),
            ...did('Report Created', keyActions, 1),
          ],
        ],
        rules,
      );
      const { personId } = (await store.personByIdentity(homePortalId, `u:${userId}`))!;
      const known = facts({
        contactId,
        email,
        firstName: name,
        lastName: '',
        primaryCompany: { id: `9${contactId}`, name: company },
        values: { contact: {}, company: { numberofemployees: String(employees) } },
      });
      await store.saveFacts(homePortalId, [{ personId, facts: known }], now);
      await store.acknowledge(homePortalId, 'contact', [
        { subjectId: personId, recordId: contactId, written: {}, problem: null },
      ]);
    },
    async settle() {
      for (let round = 0; round < 5; round += 1) {
        const inputs = await store.decisionInputs(homePortalId, 500);
        const context = decisionContext({ playbook, mode: 'direct', returnMode: 'direct' });
        const decisions = inputs.map((input) => decide(input, context));
        const { takeUp } = await store.commitDecisions(homePortalId, decisions, 1, now);
        for (const handoffId of takeUp) {
          await store.transactHandoff(homePortalId, { handoffId }, now, wakeHandoff(state, now));
        }
      }
    },
    async close() {
      await closeHttpServer(server);
      await home.stop();
      await store.close();
    },
  };
}
