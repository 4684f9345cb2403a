/** Who would get somebody's handoff now, and why; nothing is opened, counted or written. */
import { readinessWords } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import { type Assignment, assignOwner } from '../assign.ts';
import type { HandoffOwner, HandoffStatus } from '../handoff.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { askWho } from './ask.ts';

export type RouteExplanation = {
  person: { personId: number; email: string | null; name: string | null; company: string | null };
  contactId: string | null;
  /** As last decided, the readiness in words: "3 of 4: missing 1 more active user (has 1, needs 2)"; null: never yet. */
  standing: { score: number; readiness: string } | null;
  /** When HubSpot's values were read that this is from; null: they were not. */
  factsAt: number | null;
  /** The open handoff. Whoever has it keeps it, whatever stands below. */
  handoff: { handoffId: number; status: HandoffStatus; owner: HandoffOwner | null } | null;
  timeZone: string;
  at: number;
  /** Null: nobody would get it. */
  to: { id: string; email: string; name: string } | null;
  /** The contact would not get another owner in HubSpot. */
  keepsOwner: boolean;
} & Pick<Assignment, 'reason' | 'rule' | 'candidates'> & { nextTryAt: number | null };

export function explainRoute(state: PortalState, context: HandoffContext, now: number): RouteExplanation {
  const { person, company, record, handoff, decision } = context;
  const facts = record?.facts ?? null;
  const asked = { presentOwnerId: facts?.ownerId ?? null, named: null };
  const assignment = assignOwner(askWho(state, context, asked, now));
  const { email, firstName, lastName } = person.profile;
  const name = [firstName ?? facts?.firstName, lastName ?? facts?.lastName].filter(Boolean).join(' ');
  const to = assignment.assigned ? assignment.owner : null;
  return {
    person: {
      personId: person.personId,
      email: email ?? facts?.email ?? null,
      name: name === '' ? null : name,
      company: company?.profile.name ?? facts?.primaryCompany?.name ?? null,
    },
    contactId: record?.recordId ?? null,
    standing: decision && {
      score: decision.decision.score.points,
      readiness: readinessWords(decision.decision.readiness),
    },
    factsAt: facts === null ? null : (record?.factsAt ?? null),
    handoff: handoff && { handoffId: handoff.handoffId, status: handoff.status, owner: handoff.owner },
    timeZone: state.portal.timeZone,
    at: now,
    to: to && { id: to.id, email: to.email, name: to.name },
    keepsOwner: assignment.assigned && !assignment.setByUs,
    reason: assignment.reason,
    rule: assignment.rule,
    candidates: assignment.candidates,
    nextTryAt: assignment.assigned ? null : assignment.nextTryAt,
  };
}
