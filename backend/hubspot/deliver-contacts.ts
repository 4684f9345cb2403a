/**
 * Writes planned values for many people at once: companies, then associations, then contact values, then open gates, each
 * step in batches. Whoever fails at one step goes no further, and what was acknowledged is said value by value.
 */
import type { Priority } from '../outbox/effect.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { RecordType, UpdateOutcome } from './hubspot-record.ts';
import { orderOfWriting, type PlannedWrite, type Values, type WriteStep } from './write-plan.ts';
import { without, writeWithoutRefused } from './write-without-refused.ts';

export type Delivery = PlannedWrite & {
  personId: number;
  contactId: string;
  /** Null: the person has no company in HubSpot. */
  companyId: string | null;
};

export type DeliveryProblem = {
  at: WriteStep['step'];
  kind: 'fix the record' | 'gone' | 'retry';
  reason: string;
  /** The properties HubSpot refused; the others of the same step were written. */
  properties: string[];
  afterMs: number | null;
};

export type DeliveryOutcome = {
  /** Acknowledged values. */
  contact: Values;
  company: Values;
  isAssociated: boolean;
  /** The record was merged into this one: use it from now on. */
  newContactId: string | null;
  newCompanyId: string | null;
  /** Null: everything that was planned has been written. */
  problem: DeliveryProblem | null;
};

type Gateway = Pick<HubspotGateway, 'updateRecords' | 'associatePrimary'>;

/** By person. Throws only what concerns the whole portal, and then nothing has been written. */
export async function deliverContacts(
  gateway: Gateway,
  deliveries: readonly Delivery[],
  priority: Priority,
): Promise<Map<number, DeliveryOutcome>> {
  const outcomes = new Map<number, DeliveryOutcome>();
  for (const { personId } of deliveries) outcomes.set(personId, nothingYet());
  const stepsOf = new Map(deliveries.map((delivery) => [delivery.personId, orderOfWriting(delivery)]));

  const due = (step: WriteStep['step']) =>
    deliveries.flatMap((delivery) => {
      const planned = stepsOf.get(delivery.personId)?.find((candidate) => candidate.step === step);
      const outcome = outcomes.get(delivery.personId)!;
      return planned === undefined || outcome.problem !== null ? [] : [{ delivery, planned, outcome }];
    });

  await writeValues('company', 'company');
  await associate();
  await writeValues('contact', 'contact');
  await writeValues('gate', 'contact');
  return outcomes;

  async function writeValues(step: 'company' | 'contact' | 'gate', type: RecordType): Promise<void> {
    const entries = due(step).flatMap(({ delivery, planned, outcome }) => {
      const id = idOf(type, delivery, outcome);
      return 'values' in planned && id !== null ? [{ id, values: planned.values, outcome }] : [];
    });
    if (entries.length === 0) return;
    const inputs = entries.map(({ id, values }) => ({ id, properties: values }));
    const answers = await gateway.updateRecords(type, inputs, priority);
    const second = await writeWithoutRefused(gateway, type, inputs, answers, priority);
    for (const { id, values, outcome } of entries) {
      const answer = answers.get(id);
      if (answer === undefined) continue;
      const again = second.get(id);
      const refused = !answer.ok && answer.kind === 'fix the record' ? answer.properties : [];
      const accepted = answer.ok ? values : again?.ok ? without(values, refused) : {};
      Object.assign(outcome[type], accepted);
      const moved = answer.ok ? answer.newId : again?.ok ? again.newId : undefined;
      if (moved !== undefined) outcome[type === 'contact' ? 'newContactId' : 'newCompanyId'] = moved;
      if (!answer.ok) outcome.problem = problemOf(step, answer);
    }
  }

  async function associate(): Promise<void> {
    const entries = due('association').flatMap(({ delivery, outcome }) => {
      const companyId = idOf('company', delivery, outcome);
      return companyId === null ? [] : [{ contactId: delivery.contactId, companyId, outcome }];
    });
    if (entries.length === 0) return;
    const pairs = entries.map(({ contactId, companyId }) => ({ contactId, companyId }));
    const answers = await gateway.associatePrimary(pairs, priority);
    for (const { contactId, outcome } of entries) {
      const answer = answers.get(contactId);
      if (answer?.ok) outcome.isAssociated = true;
      else if (answer !== undefined) {
        const { kind, reason, afterMs = null } = answer;
        outcome.problem = { at: 'association', kind, reason, properties: [], afterMs };
      }
    }
  }
}

function idOf(type: RecordType, { contactId, companyId }: Delivery, outcome: DeliveryOutcome): string | null {
  return type === 'contact' ? (outcome.newContactId ?? contactId) : (outcome.newCompanyId ?? companyId);
}

function problemOf(at: WriteStep['step'], answer: UpdateOutcome & { ok: false }): DeliveryProblem {
  return {
    at,
    kind: answer.kind,
    reason: answer.reason,
    properties: answer.kind === 'fix the record' ? answer.properties : [],
    afterMs: answer.kind === 'retry' ? answer.afterMs : null,
  };
}

function nothingYet(): DeliveryOutcome {
  return { contact: {}, company: {}, isAssociated: false, newContactId: null, newCompanyId: null, problem: null };
}
