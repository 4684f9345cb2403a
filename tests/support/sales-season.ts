/**
 * A season of handoffs, one after the other, given out as the program does it: a team with weights, hours, zones, leave and
 * caps, of whom some join and leave, some have a territory, and every third handoff has an AE by continuity.
 */
import { type OwnerTerms, type Playbook, plainRouting, plainTerms, type WorkingHours } from '@zo/shared';
import { type Assignment, assignOwner } from '../../backend/handoff/assign.ts';
import { askWho } from '../../backend/handoff/routing/ask.ts';
import type { Ledger } from '../../backend/handoff/routing/fairness.ts';
import { company, facts, hourMs, minuteMs, person, portalState, record } from './handoffs.ts';
import { acmePlaybook } from './playbooks.ts';
import { reviewRule } from './rules.ts';
import type { Random } from './seeded-random.ts';

export type Seller = { email: string; terms: Partial<OwnerTerms>; joinsAt: number; leavesAt: number };

export type Season = {
  team: Seller[];
  handoffs: number;
  startsAt: number;
  /** Of all handoffs. */
  byContinuity: number;
  random: Random;
  /** Told of each that was given. */
  each: (given: Given) => void;
};

export type Given = {
  at: number;
  assignment: Extract<Assignment, { assigned: true }>;
  /** After it, of everybody who ever had a turn. */
  ledger: Ledger;
};

const countries = ['Germany', 'Austria', 'Switzerland', 'France'];
const evening: WorkingHours = { days: [1, 2, 3, 4, 5], fromMinute: 13 * 60, toMinute: 22 * 60 };

/** Twelve sellers of all kinds; day 0 is a day as in local-days.ts. */
export function salesTeam(day: number, dayMs: number, startsAt: number, hasTerritories: boolean): Seller[] {
  const territory = (rule: string) => (hasTerritories ? { territory: reviewRule(rule) } : {});
  const leave = (from: number, days: number) => ({ from: day + from, to: day + from + days - 1 });
  const terms: Partial<OwnerTerms>[] = [
    { weight: 5 },
    { weight: 1, leave: [leave(10, 14), leave(90, 5)] },
    { weight: 1, dailyCap: 3 },
    { weight: 3, ...territory('company country is one of (Germany, Austria)') },
    { weight: 2, openCap: 20, leave: [leave(40, 10)] },
    { weight: 2, zone: 'America/New_York' },
    { weight: 8, dailyCap: 9, leave: [leave(60, 3), leave(66, 2), leave(150, 21)] },
    { weight: 1, ...territory('company country is one of (Austria, Switzerland)') },
    { weight: 2, hours: evening },
    { weight: 1, openCap: 4, dailyCap: 2 },
    { weight: 4, zone: 'America/New_York', hours: { ...evening, days: [1, 2, 3, 4] } },
    { weight: 1 },
  ];
  const joins = [0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 75, 120];
  const leaves = [
    Infinity,
    Infinity,
    Infinity,
    Infinity,
    140,
    Infinity,
    Infinity,
    Infinity,
    Infinity,
    100,
    170,
    Infinity,
  ];
  return terms.map((one, index) => ({
    email: `ae${index}@acme.test`,
    terms: one,
    joinsAt: startsAt + joins[index]! * dayMs,
    leavesAt: startsAt + leaves[index]! * dayMs,
  }));
}

/** How many found nobody who may get them: those are gone. */
export function playSeason({ team, handoffs, startsAt, byContinuity, random, each }: Season): { unassigned: number } {
  const idOf = (email: string) => `id of ${email}`;
  const had = new Map<string, { at: number; endsAt: number }[]>(team.map(({ email }) => [idOf(email), []]));
  const state = portalState({ owners: team.map(({ email }) => owner(idOf(email), email)) });
  const routing = {
    ...plainRouting,
    outsideHours: false,
    owners: Object.fromEntries(team.map(({ email, terms }) => [email, { ...plainTerms, ...terms }])),
  };
  let ledger: Ledger = {};
  let unassigned = 0;
  let at = startsAt;
  for (let given = 0; given < handoffs; ) {
    at = nextCrossing(at, random);
    const there = team.filter(({ joinsAt, leavesAt }) => at >= joinsAt && at < leavesAt);
    const claimant = random.chance(byContinuity) ? idOf(random.pick(there).email) : null;
    const playbook = withOwners(
      there.map(({ email }) => email),
      routing,
    );
    const values = { contact: {}, company: { country: random.pick(countries) } };
    const question = askWho(
      { ...state, playbook },
      {
        person: person(),
        company: company(),
        record: record({ facts: { ...facts({ values }), companyOwnerId: claimant } }),
        companyOwnerId: null,
        lastOwner: () => null,
        rotation: 0,
        ledger,
        loadOf: (ownerId, since) => {
          const theirs = had.get(ownerId)!;
          return {
            open: theirs.filter(({ endsAt }) => endsAt > at).length,
            given: theirs.filter((one) => one.at >= since).length,
          };
        },
      },
      { presentOwnerId: null, named: null },
      at,
    );
    const assignment = assignOwner(question);
    if (!assignment.assigned) {
      unassigned += 1;
      continue;
    }
    given += 1;
    had.get(assignment.owner.id)!.push({ at, endsAt: at + random.whole(2, 240) * hourMs });
    ledger = { ...ledger, ...assignment.turn?.after };
    each({ at, assignment, ledger });
  }
  return { unassigned };
}

/** Most people use a product by day. */
function nextCrossing(at: number, random: Random): number {
  let next = at + random.whole(1, 30) * minuteMs;
  while (random.chance(0.9) && (new Date(next).getUTCHours() < 6 || new Date(next).getUTCHours() > 20)) {
    next += hourMs;
  }
  return next;
}

function owner(id: string, email: string) {
  return { id, email, name: email, active: true };
}

function withOwners(owners: string[], routing: NonNullable<Playbook['handoff']['routing']>): Playbook {
  const { handoff, ...playbook } = acmePlaybook();
  return { ...playbook, handoff: { ...handoff, owners, routing } };
}
