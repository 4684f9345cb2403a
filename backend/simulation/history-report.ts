/** What a draft would have done, told from the crossings of a replayed history. Pure. */
import { readinessWords } from '@zo/shared';
import type { HistoricCrossing, HistoricLook } from './replay-company.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** Below this a share of customers says little. */
const enoughCustomers = 20;
const tooShort = 'The kept events cover less than a day: too little to reckon handoffs per week from.';

export type Customer = { personId: number; name: string; closedAt: number };

export type CaughtCustomer = Customer & { crossedAt: number; daysBefore: number };

/** `reason`: how near they came before they closed, in words. */
export type MissedCustomer = Customer & { reason: string };

export type CustomersReport = {
  /** Customers with events before they closed. */
  considered: number;
  /** Crossed before they closed, earliest close last. */
  caught: CaughtCustomer[];
  missed: MissedCustomer[];
  /** Over the caught; null when there is none. */
  medianDaysBefore: number | null;
  isTooFew: boolean;
};

export type PaceReport = {
  handoffs: number;
  weeks: number;
  owners: number;
  /** People replayed, and how many there are: a sample is scaled up. */
  people: { replayed: number; all: number };
  /** On average. */
  perOwnerPerWeek: number;
  /** In the fullest seven days. */
  perOwnerInPeakWeek: number;
};

export type HistoryReport = { customers: CustomersReport | { unknown: string }; pace: PaceReport };

/**
 * A crossing at or after the close is no help, however early the definition would have been written. `bestLooks`: by person,
 * when each came nearest before the close.
 */
export function reportCustomers(
  customers: Customer[],
  crossings: HistoricCrossing[],
  bestLooks: ReadonlyMap<number, HistoricLook>,
): CustomersReport {
  const first = new Map<number, number>();
  for (const { personId, at } of crossings) first.set(personId, Math.min(at, first.get(personId) ?? at));
  const caught: CaughtCustomer[] = [];
  const missed: MissedCustomer[] = [];
  for (const customer of customers.toSorted((one, other) => other.closedAt - one.closedAt)) {
    const crossedAt = first.get(customer.personId);
    if (crossedAt === undefined || crossedAt >= customer.closedAt)
      missed.push({ ...customer, reason: whyMissed(bestLooks.get(customer.personId)) });
    else caught.push({ ...customer, crossedAt, daysBefore: (customer.closedAt - crossedAt) / dayMs });
  }
  return {
    considered: customers.length,
    caught,
    missed,
    medianDaysBefore: medianOf(caught.map(({ daysBefore }) => daysBefore)),
    isTooFew: customers.length < enoughCustomers,
  };
}

function whyMissed(look: HistoricLook | undefined): string {
  if (look === undefined) return 'did nothing that counts before';
  const stood = readinessWords(look.readiness);
  return look.notFree === null ? `at best ${stood}` : `no free user: ${look.notFree} (${stood})`;
}

export type Pace = {
  from: number;
  to: number;
  owners: number;
  cooldownDays: number;
  people: { replayed: number; all: number };
};

/** Handoffs an owner would have got in a week: crossings, at most one in a cool-down for each person. */
export function reportPace(
  crossings: HistoricCrossing[],
  { from, to, owners, cooldownDays, people }: Pace,
): PaceReport {
  const latest = new Map<number, number>();
  const moments: number[] = [];
  for (const { personId, at } of crossings.toSorted((one, other) => one.at - other.at)) {
    const before = latest.get(personId);
    if (before !== undefined && at - before < cooldownDays * dayMs) continue;
    latest.set(personId, at);
    if (at >= from && at < to) moments.push(at);
  }
  const weeks = (to - from) / weekMs;
  const scale = people.replayed === 0 ? 0 : people.all / people.replayed;
  const handoffs = moments.length;
  const perOwner = (count: number) => (owners > 0 ? (count * scale) / owners : 0);
  return {
    handoffs,
    weeks,
    owners,
    people,
    perOwnerPerWeek: weeks > 0 ? perOwner(handoffs) / weeks : 0,
    perOwnerInPeakWeek: perOwner(mostInAWeek(moments)),
  };
}

/** `moments`: in order of time. */
function mostInAWeek(moments: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [last, at] of moments.entries()) {
    while (at - moments[first]! >= weekMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function medianOf(values: number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** "Of your last 50 customers with earlier events it would have caught 31, median 19 days before they closed." */
export function historyWords({ customers, pace }: HistoryReport): string[] {
  // Who was a customer or had an open deal at the time is not known, so that the gate would have held some back.
  const peak = pace.perOwnerInPeakWeek;
  const inPeak = peak > pace.perOwnerPerWeek ? `, at most ${peak.toFixed(1)} in the fullest week` : '';
  const rate = `about ${pace.perOwnerPerWeek.toFixed(1)} handoffs per AE per week on average${inPeak}`;
  const sample = pace.people.replayed < pace.people.all;
  const basis = sample ? ` (from a sample of ${pace.people.replayed} of ${pace.people.all} people)` : '';
  const over = `Over the last ${spanWords(pace.weeks)}: ${rate}${basis}.`;
  const lines = [pace.weeks * weekMs < dayMs ? tooShort : over];
  if ('unknown' in customers) return [`Past customers are not known: ${customers.unknown}`, ...lines];
  const { considered, caught, medianDaysBefore, isTooFew } = customers;
  if (considered === 0) return ['No customer of yours has events from before they closed.', ...lines];
  const lead = medianDaysBefore === null ? '' : `, median ${daysWords(medianDaysBefore)} before they closed`;
  const found = `Of your last ${considered === 1 ? 'customer' : `${considered} customers`} with earlier events it would have caught ${caught.length}${lead}.`;
  const warning = `Fewer than ${enoughCustomers} customers: take this as an impression, not as a measurement.`;
  return [found, ...(isTooFew ? [warning] : []), ...lines];
}

export function daysWords(days: number): string {
  const whole = Math.round(days);
  return whole === 1 ? '1 day' : `${whole} days`;
}

function spanWords(weeks: number): string {
  return weeks < 2 ? daysWords(weeks * 7) : `${Number(weeks.toFixed(1))} weeks`;
}
