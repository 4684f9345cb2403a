/** The gate as it stands against somebody of sales: what no hand may open either. */
import type { GateReason } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { Person } from '../usage/person.ts';
import type { RecordState } from './decision.ts';
import { decideGate } from './gate.ts';
import { isInternalEmail } from './internal.ts';

export type HandQuestion = {
  person: Person;
  record: RecordState | null;
  /** The handoff that has the last word ended as not a fit, and that was not undone. */
  isNotAFit: boolean;
  /** HubSpot says that nobody may contact them. */
  doNotContact: boolean;
};

/** In the order of the gate's own reasons. */
const notByHand: readonly GateReason[] = [
  'internal',
  'do_not_contact',
  'customer_or_open_deal',
  'already_sql',
  'not_a_fit',
];

/** Why nobody may hand this person off by hand; null: the gate does not forbid it. */
export function barAgainstHand(
  { person, record, isNotAFit, doNotContact }: HandQuestion,
  { playbook, stageOrder }: Pick<PortalState, 'playbook' | 'stageOrder'>,
  now: number,
): GateReason | null {
  if (isSamplePerson(person.profile)) return 'sample';
  const facts = record?.facts ?? null;
  const gate = decideGate({
    isInternal: isInternalEmail(person.profile.email ?? facts?.email ?? null, playbook.exclude),
    doNotContact,
    lifecycleStage: facts?.lifecycleStage ?? null,
    stageOrder,
    plan: person.profile.plan,
    freePlans: playbook.freePlans,
    hasOpenDeal: facts?.hasOpenDeal ?? false,
    isHandedOff: false,
    isNotAFit,
    returnedAt: null,
    cooldownDays: playbook.cooldownDays,
    isBelowBar: false,
    isReady: false,
    isSample: false,
    crossedAt: null,
    goLiveAt: null,
    readyBy: null,
    isInReview: false,
    now,
  });
  return notByHand.includes(gate) ? gate : null;
}
