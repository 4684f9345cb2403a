/** What reports ask of a handoff: small plain rows, so that many of them fit, and a report is plain counting. */
import type { Handoff } from '../handoff/handoff.ts';
import { isOpen } from '../handoff/handoff.ts';
import { type CompanySize, companySize } from './company-size.ts';
import { chosenReason, returnReason } from './counted-reason.ts';
import { crossedCondition } from './crossed-condition.ts';
import {
  type Assigned,
  assignmentsOf,
  type FirstCall,
  firstCallOf,
  type ReportedOwner,
  type TimeOf,
} from './first-calls.ts';

/** How a handoff stands. 'erased': its person was erased while sales had it. */
export const standings = ['open', 'won', 'lost', 'returned', 'not_a_fit', 'rejected', 'withdrawn', 'erased'] as const;
export type Standing = (typeof standings)[number];

export type ReportedReview = {
  askedAt: number;
  decidedAt: number | null;
  verdict: 'approved' | 'rejected' | null;
  by: string | null;
  reason: string | null;
  isEscalated: boolean;
};

export type ReportedHandoff = {
  handoffId: number;
  openedAt: number;
  handedOffAt: number | null;
  closedAt: number | null;
  standing: Standing;
  /** Who has it, or had it last. */
  owner: ReportedOwner | null;
  size: CompanySize;
  /** The condition that crossed last. */
  condition: string;
  /** Null: no clock ever ran, because it was not handed off, or nobody could get it. */
  call: FirstCall | null;
  /** Everybody who had a clock, first to last. */
  assigned: Assigned[];
  review: ReportedReview | null;
  /** Why it went back. */
  returnReasons: string[];
  /** Why it was not a fit, or rejected; null where nobody said. */
  endingReason: string | null;
};

export function reportHandoff(handoff: Handoff, timeOf: TimeOf): ReportedHandoff {
  const { handoffId, openedAt, handedOffAt, closedAt, owner, review } = handoff;
  const assigned = assignmentsOf(handoff, timeOf);
  return {
    handoffId,
    openedAt,
    handedOffAt,
    closedAt,
    standing: standingOf(handoff),
    owner: owner && { id: owner.id, name: owner.name, email: owner.email },
    size: companySize(handoff.employees),
    condition: crossedCondition(handoff),
    call: firstCallOf(handoff, assigned),
    assigned,
    review: review && {
      askedAt: review.askedAt,
      decidedAt: review.decidedAt,
      verdict: review.verdict,
      by: review.by,
      reason: review.reason === null ? null : chosenReason(review.reason),
      isEscalated: review.escalatedAt !== null,
    },
    returnReasons: handoff.returnReasons.map(returnReason),
    endingReason: endingReason(handoff),
  };
}

function endingReason({ ending }: Handoff): string | null {
  if (ending === null) return null;
  return ending.kind === 'wrong person' ? 'Wrong person' : chosenReason(ending.reason) || null;
}

function standingOf({ status, handedOffAt, erasedAt }: Handoff): Standing {
  switch (status) {
    case 'won':
    case 'lost':
    case 'returned':
    case 'not_a_fit':
    case 'rejected':
      return status;
    case 'withdrawn':
      return erasedAt !== undefined && handedOffAt !== null ? 'erased' : 'withdrawn';
    default:
      return isOpen(status) ? 'open' : 'withdrawn';
  }
}
