/**
 * First calls of the 90 days before going live, as HubSpot's own properties tell them: what the first calls of handoffs are
 * compared with. Reckoned once and kept, because HubSpot forgets an owner's first engagement when the owner is cleared. It
 * holds no person. Pure.
 */
import { workingMinutesBetween } from '@zo/shared';
import type { WorkingTime } from '../handoff/steps/working.ts';
import { nearestRank, spreadOf } from './nearest-rank.ts';

export const beforeDays = 90;

/** A contact that became SQL in those days. */
export type SqlContact = {
  becameSqlAt: number;
  /** Null: nobody. */
  ownerId: string | null;
  /** When the contact was last assigned. */
  assignedAt: number | null;
  /** The present owner's first engagement since then. */
  engagedAt: number | null;
};

export type OwnerBefore = {
  ownerId: string | null;
  contacts: number;
  /** Working minutes to the first engagement, ascending. */
  minutes: number[];
  /** The owner had been in touch before they became SQL: no wait can be told. */
  engagedBefore: number;
  noEngagement: number;
};

export type BeforeGoLive = {
  /** Became SQL in [from, to); `to` is when the portal went live. */
  from: number;
  to: number;
  readAt: number;
  /** How many there are by HubSpot's count; more than were read where there are more than a search gives. */
  found: number;
  owners: OwnerBefore[];
};

export type BeforeFigures = {
  from: number;
  to: number;
  readAt: number;
  found: number;
  /** The contacts read. */
  contacts: number;
  engagedBefore: number;
  noEngagement: number;
  /** Of `noEngagement`, those who had no owner either: HubSpot forgets the engagement with the owner. */
  noOwner: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
};

export function reckonBefore(
  contacts: readonly SqlContact[],
  span: Pick<BeforeGoLive, 'from' | 'to' | 'readAt' | 'found'>,
  timeOf: (ownerId: string | null) => WorkingTime,
): BeforeGoLive {
  const owners = [...Map.groupBy(contacts, ({ ownerId }) => ownerId)].map(([ownerId, group]) =>
    ownerBefore(ownerId, group, timeOf(ownerId)),
  );
  return { ...span, owners };
}

function ownerBefore(ownerId: string | null, contacts: SqlContact[], { hours, zone }: WorkingTime): OwnerBefore {
  const minutes: number[] = [];
  let engagedBefore = 0;
  for (const { becameSqlAt, assignedAt, engagedAt } of contacts) {
    if (engagedAt === null) continue;
    if (engagedAt < becameSqlAt) engagedBefore += 1;
    else minutes.push(workingMinutesBetween(Math.max(becameSqlAt, assignedAt ?? becameSqlAt), engagedAt, hours, zone));
  }
  return {
    ownerId,
    contacts: contacts.length,
    minutes: minutes.sort((one, other) => one - other),
    engagedBefore,
    noEngagement: contacts.filter(({ engagedAt }) => engagedAt === null).length,
  };
}

export function beforeFigures({ owners, ...span }: BeforeGoLive): BeforeFigures {
  const sum = (of: (owner: OwnerBefore) => number) => owners.reduce((total, owner) => total + of(owner), 0);
  const { median, p90 } = spreadOf(owners.flatMap(({ minutes }) => minutes));
  return {
    ...span,
    contacts: sum(({ contacts }) => contacts),
    engagedBefore: sum(({ engagedBefore }) => engagedBefore),
    noEngagement: sum(({ noEngagement }) => noEngagement),
    noOwner: sum(({ ownerId, noEngagement }) => (ownerId === null ? noEngagement : 0)),
    medianMinutes: median,
    p90Minutes: p90,
  };
}

/** Null: the owner had no first engagement in those days that can be told. */
export function beforeOfOwner({ owners }: BeforeGoLive, ownerId: string): number | null {
  return nearestRank(owners.find((owner) => owner.ownerId === ownerId)?.minutes ?? [], 50);
}
