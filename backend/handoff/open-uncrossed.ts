/** A handoff that no crossing opened: somebody's workflow, or somebody of sales, asks for it. */
import { activeUsers, localDay } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import { isSamplePerson } from '../sample/is-sample.ts';
import { receiptOfCrossing } from './crossing-receipt.ts';
import type { ByHand, Handoff } from './handoff.ts';
import type { HandoffContext } from './handoff-change.ts';
import { employeesOf } from './hubspot-facts.ts';
import { openHandoff } from './steps/opening.ts';

export type AskedFor = { origin: 'action' } | { origin: 'by hand'; byHand: ByHand };

/** Null: nothing is known of what this person did in the product, or it was made up as a sample. Its receipt has the values of now, or of the crossing. */
export function openUncrossed(
  context: HandoffContext,
  state: PortalState,
  askedFor: AskedFor,
  now: number,
): Handoff | null {
  const { person, company, record, decision } = context;
  if (isSamplePerson(person.profile)) return null;
  if (decision === null || person.usage.firstSeenAt === null) return null;
  const today = localDay(now, state.portal.timeZone);
  const receipt =
    decision.decision.crossing ??
    receiptOfCrossing({
      crossedAt: now,
      playbookVersion: decision.playbookVersion,
      definition: state.playbook.definition.sentence,
      score: decision.decision.score,
      readiness: decision.decision.readiness,
      trigger: null,
      usage: person.usage,
      companyActiveUsers: company ? activeUsers(company.usage, today) : null,
      today,
    });
  return openHandoff({
    ...askedFor,
    handoffId: context.newHandoffId(),
    personId: person.personId,
    companyId: person.companyId,
    contactId: record?.recordId ?? null,
    hubspotCompanyId: record?.facts?.primaryCompany?.id ?? null,
    employees: record?.facts ? employeesOf(record.facts) : null,
    receipt,
    contactedNotes: record?.facts?.contactedNotes ?? 0,
    review: null,
    timers: {},
    now,
  });
}
