/**
 * A few people of ours with contacts and companies in a local HubSpot, what happens there to the records, and the webhooks HubSpot
 * makes of it, by our project's own subscriptions. Several backends, each with a database of its own, hear of it differently.
 */
import path from 'node:path';
import { webhooksSchema } from '../../backend/http/webhook-routes.ts';
import { readContactFacts } from '../../backend/hubspot/read-contact-facts.ts';
import { changedRecords } from '../../backend/hubspot/webhook-events.ts';
import { type ClaimedEffect, priorities } from '../../backend/outbox/effect.ts';
import { runHubspotLane } from '../../backend/outbox/hubspot-lane.ts';
import type { Settlement } from '../../backend/outbox/lane.ts';
import { createErasure } from '../../backend/portals/erase-people.ts';
import { forgetContact as forgetForPrivacy } from '../../backend/privacy/forget-contact.ts';
import { saveHandoff } from '../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { associateDefault, associationsOf, dissociate } from '../../sandbox/hubspot/associations/associate.ts';
import { forgetContact } from '../../sandbox/hubspot/crm/forget-contact.ts';
import { mergeRecords } from '../../sandbox/hubspot/crm/merge-records.ts';
import {
  archiveRecord,
  createRecord,
  findRecord,
  restoreRecord,
  writeValues,
} from '../../sandbox/hubspot/crm/records.ts';
import type { ObjectTypeId, WriteSource } from '../../sandbox/hubspot/portal/tables.ts';
import { readWebhooks } from '../../sandbox/hubspot/webhooks/read-subscriptions.ts';
import { eventsFor } from '../../sandbox/hubspot/webhooks/webhook-events.ts';
import { event } from './events.ts';
import { now, portalState, timeZone, waitingHandoff } from './handoffs.ts';
import type { TestPortal } from './hubspot-portal.ts';
import { acmePlaybook } from './playbooks.ts';

export const historyPortalId = 424242;
const somebody: WriteSource = { sourceType: 'CRM_UI', sourceId: 'userId:501' };
const { subscriptions } = readWebhooks(path.join(repositoryRoot, 'hubspot-project'))!;
const rules = { playbook: acmePlaybook(), timeZone };
const used = { contact: [], company: [] };

export type HistoryStep =
  | { do: 'merge' | 'delete' | 'restore'; type: 'contact' | 'company'; one: number; other: number }
  | { do: 'write'; type: 'contact' | 'company'; one: number; value: number }
  | { do: 'associate' | 'dissociate'; one: number; other: number }
  | { do: 'delete for privacy'; one: number };

type Webhook = Record<string, unknown>;

export type HubspotHistory = {
  /** Does it, if HubSpot lets it be done now. Returns the webhooks that come of it. */
  happen(step: HistoryStep): Webhook[];
  /** Contacts and companies as they were made, in this order. */
  contactIds: string[];
  companyIds: string[];
  /** Which contacts were deleted for privacy, or had become one that was. */
  forgotten(): number[];
};

/** In a HubSpot that has just been emptied. Contact n is under company n mod the number of companies. */
export function startHistory(portal: TestPortal, counts: { contacts: number; companies: number }): HubspotHistory {
  const hubspot = portal.sandbox.portal();
  const type = (name: 'contact' | 'company'): ObjectTypeId => (name === 'contact' ? '0-1' : '0-2');
  const companyIds = Array.from({ length: counts.companies }, (_none, index) => {
    const values = { name: `Company ${index}`, domain: `company-${index}.test`, numberofemployees: '50' };
    return createRecord(hubspot, '0-2', values, somebody).id;
  });
  const contactIds = Array.from({ length: counts.contacts }, (_none, index) => {
    const values = { email: emailOf(index), lifecyclestage: 'lead' };
    const contact = createRecord(hubspot, '0-1', values, somebody);
    const company = findRecord(hubspot, '0-2', companyIds[index % counts.companies]!)!;
    associateDefault(hubspot, contact, company, somebody);
    return contact.id;
  });
  let told: Webhook[] = [];
  hubspot.changes.listen((change) => void told.push(...eventsFor(hubspot, subscriptions, change)));

  const idsOf = (name: 'contact' | 'company') => (name === 'contact' ? contactIds : companyIds);
  const recordAt = (name: 'contact' | 'company', index: number) => findRecord(hubspot, type(name), idsOf(name)[index]!);
  /** What became of it, deleted or not; undefined when it was deleted for privacy. */
  const latest = (name: 'contact' | 'company', index: number) => {
    let id = idsOf(name)[index]!;
    for (let into = id; into !== undefined; into = hubspot.mergedInto.get(`${type(name)}:${id}`)!) id = into;
    return hubspot.records[type(name)].get(id);
  };

  function apply(step: HistoryStep): void {
    switch (step.do) {
      case 'merge': {
        const [one, other] = [recordAt(step.type, step.one), recordAt(step.type, step.other)];
        if (one && other && one !== other) mergeRecords(hubspot, type(step.type), one.id, other.id, somebody);
        return;
      }
      case 'delete': {
        const record = recordAt(step.type, step.one);
        if (record) archiveRecord(hubspot, record, somebody);
        return;
      }
      case 'restore': {
        const record = latest(step.type, step.one);
        if (record !== undefined && record.archivedAt !== null) restoreRecord(hubspot, record, somebody);
        return;
      }
      case 'write': {
        const record = recordAt(step.type, step.one);
        const values: Record<string, string> =
          step.type === 'contact'
            ? { hs_lead_status: ['NEW', 'OPEN', 'CONNECTED'][step.value % 3]! }
            : { numberofemployees: String(10 + step.value) };
        if (record) writeValues(hubspot, record, values, somebody);
        return;
      }
      case 'delete for privacy': {
        const record = recordAt('contact', step.one);
        if (record) forgetContact(hubspot, record, somebody);
        return;
      }
      default: {
        const [contact, company] = [recordAt('contact', step.one), recordAt('company', step.other)];
        if (!contact || !company) return;
        if (step.do === 'associate') associateDefault(hubspot, contact, company, somebody);
        else if (associationsOf(hubspot, contact.id, '0-2').some(({ toId }) => toId === company.id))
          dissociate(hubspot, contact.id, company.id, null, somebody);
      }
    }
  }

  return {
    contactIds,
    companyIds,
    forgotten: () => [...contactIds.keys()].filter((index) => latest('contact', index) === undefined),
    happen(step) {
      told = [];
      apply(step);
      return told;
    },
  };
}

const emailOf = (index: number) => `person-${index}@somewhere.test`;

/** A backend that knew everybody before it all began; every person has an open handoff. */
export async function startListener(portal: TestPortal, history: HubspotHistory): Promise<Listener> {
  const store = await openSqliteStore(':memory:');
  const personIds: number[] = [];
  const read = await readContactFacts(portal.gateway, used, history.contactIds, priorities.routine);
  for (const [index, contactId] of history.contactIds.entries()) {
    const userId = `user-${index}`;
    const groupId = `group-${index % history.companyIds.length}`;
    await store.acceptEvents(
      historyPortalId,
      [[event({ userId, email: emailOf(index) }), event({ type: 'group', userId, groupId })]],
      rules,
    );
    const { personId, companyId } = (await store.personByIdentity(historyPortalId, `u:${userId}`))!;
    personIds.push(personId);
    await store.saveFacts(historyPortalId, [{ personId, facts: read.get(contactId)! }], now);
    const recordId = history.companyIds[index % history.companyIds.length]!;
    await store.acknowledge(historyPortalId, 'company', [
      { subjectId: companyId!, recordId, written: {}, problem: null },
    ]);
    const handoff = waitingHandoff({ handoffId: personId, personId, companyId, contactId, hubspotCompanyId: recordId });
    saveHandoff(store.connection, historyPortalId, handoff);
  }
  store.connection.database.exec("DELETE FROM outbox; UPDATE counters SET value = 1000 WHERE name = 'handoff'");
  return createListener(portal, store, personIds);
}

export type Listener = {
  store: SqliteStore;
  /** As HubSpot sends it: what it makes wanted is on disk. */
  hear(webhooks: readonly Webhook[]): Promise<void>;
  /** Does these effects of the outbox now. */
  run(claimed: ClaimedEffect[]): Promise<Settlement[]>;
  /** Reads again what is wanted to be, until nothing is. */
  work(): Promise<void>;
  /** Everything that depends on HubSpot, without moments. */
  state(): Promise<{ links: unknown; handoffs: unknown }>;
  close(): Promise<void>;
};

const kinds = ['read changed contact', 'read changed company', 'find deal contacts'];

function createListener(portal: TestPortal, store: SqliteStore, personIds: readonly number[]): Listener {
  let moment = now;
  const clock = { now: () => moment, plausibleNows: () => [moment] };
  const lane = { portalId: historyPortalId, store, gateway: portal.gateway, state: portalState(), clock };
  const { database } = store.connection;
  const erasure = createErasure({ store, rulesFor: async () => rules, now: clock.now, onErased() {} });
  return {
    store,
    async hear(webhooks) {
      moment += 1_000;
      const changed = changedRecords(webhooksSchema.parse(JSON.parse(JSON.stringify(webhooks))));
      for (const [portalId, changes] of changed) await store.noteChanges(portalId, changes, moment);
    },
    run: (claimed) => runHubspotLane(lane, claimed),
    async work() {
      for (let round = 0; round < 50; round += 1) {
        moment += 1_000;
        const claimed = await store.claimEffects(historyPortalId, 'hubspot', 100, moment, `lease-${moment}`);
        const reads = claimed.filter(({ kind }) => kinds.includes(kind));
        const settled = reads.length === 0 ? [] : await runHubspotLane(lane, reads);
        const done = [
          ...settled,
          ...claimed
            .filter((effect) => !reads.includes(effect))
            .map((effect) => ({ effect, outcome: { outcome: 'done' as const } })),
        ];
        await store.settleEffects(
          historyPortalId,
          done.map(({ effect, outcome }) => {
            return { key: effect.key, lease: effect.lease, generation: effect.generation, outcome };
          }),
          moment,
        );
        const waiting = await store.waitingPrivacyDeletions(historyPortalId, 100);
        for (const one of waiting) {
          await forgetForPrivacy({ ...lane, erasure, now: () => moment }, one);
        }
        if (claimed.length + waiting.length === 0) return;
      }
      throw new Error('there is always more to read');
    },
    async state() {
      const records = database
        .prepare('SELECT kind, subject_id, record_id, deleted_id, facts_json FROM records ORDER BY kind, subject_id')
        .all() as { kind: string; subject_id: number; record_id: string; deleted_id: string; facts_json: string }[];
      const companies = database
        .prepare("SELECT company_id, json_extract(profile_json, '$.groupIds') AS groups FROM companies ORDER BY 1")
        .all() as { company_id: number; groups: string }[];
      const persons = await Promise.all(personIds.map((personId) => store.person(historyPortalId, personId)));
      return {
        links: {
          records: records.map(({ facts_json, ...record }) => ({ ...record, facts: sorted(JSON.parse(facts_json)) })),
          persons: persons.map((person) => {
            return person && { ids: firstThenSorted(person.profile.userIds), usage: person.usage };
          }),
          identities: database.prepare('SELECT identity, person_id FROM identities ORDER BY identity').all(),
          companies: companies.map(({ company_id, groups }) => [company_id, firstThenSorted(JSON.parse(groups))]),
          members: database.prepare('SELECT company_id, person_id FROM members ORDER BY 1, 2').all(),
        },
        handoffs: database
          .prepare('SELECT handoff_id, person_id, contact_id, status, is_open FROM handoffs ORDER BY handoff_id')
          .all(),
      };
    },
    close: () => store.close(),
  };
}

/** The first is the one HubSpot gets; those behind it stand as they were found to be the same. */
function firstThenSorted([first, ...others]: string[]): string[] {
  return [first!, ...others.sort()];
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
