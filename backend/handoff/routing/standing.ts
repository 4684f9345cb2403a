/** How each of the playbook's owners stands at one moment: their weight, and what keeps them from getting this contact. */
import {
  isWorkingMoment,
  judgeExpression,
  localDay,
  type OwnerTerms,
  type Playbook,
  printDay,
  printDays,
  type ReadinessFacts,
  type Routing,
  startOfLocalDay,
  termsOf,
} from '@zo/shared';

export type Standing = {
  weight: number;
  /** Why they get nothing at the moment, whoever it is; null: they may. */
  away: string | null;
  /** Why not this contact; null: it is theirs to have. */
  outside: string | null;
};

/** By address. */
export type Standings = Record<string, Standing>;

/** Handoffs with an owner: open now, and given since a moment. */
export type OwnerLoad = { open: number; given: number };

export type StandingQuestion = {
  routing: Routing;
  playbook: Pick<Playbook, 'workingHours'>;
  /** The portal's. */
  timeZone: string;
  owners: readonly { email: string; ownerId: string | null }[];
  /** What the contact and their company have; asked only where there is a territory. */
  values: () => ReadinessFacts;
  /** Asked only where there is a cap. */
  loadOf: (ownerId: string, since: number) => OwnerLoad;
  now: number;
};

export function standingsOf(question: StandingQuestion): Standings {
  return Object.fromEntries(
    question.owners.map(({ email, ownerId }): [string, Standing] => {
      const terms = termsOf(question.routing, email);
      const away = awayBy(terms, ownerId, question);
      return [email, { weight: terms.weight, away, outside: outsideOf(terms, question) }];
    }),
  );
}

function awayBy(terms: OwnerTerms, ownerId: string | null, question: StandingQuestion): string | null {
  const { routing, playbook, now } = question;
  const zone = terms.zone ?? question.timeZone;
  const today = localDay(now, zone);
  const buffer = routing.leaveBufferDays;
  const leave = terms.leave.find(({ from, to }) => today >= from - buffer && today <= to + buffer);
  if (leave !== undefined) {
    const span = `on leave from ${printDay(leave.from)} to ${printDay(leave.to)}`;
    const isBuffer = today < leave.from || today > leave.to;
    return isBuffer ? `${span}, and nothing new within ${printDays(buffer)} of it` : span;
  }
  if (!routing.outsideHours && !isWorkingMoment(now, terms.hours ?? playbook.workingHours, zone)) {
    return `outside of their working hours (${zone})`;
  }
  if (ownerId === null || (terms.dailyCap === null && terms.openCap === null)) return null;
  const { open, given } = question.loadOf(ownerId, startOfLocalDay(today, zone));
  if (terms.dailyCap !== null && given >= terms.dailyCap) return `has had ${given} today, of at most ${terms.dailyCap}`;
  if (terms.openCap !== null && open >= terms.openCap) return `has ${open} open, of at most ${terms.openCap}`;
  return null;
}

function outsideOf({ territory }: OwnerTerms, { values }: StandingQuestion): string | null {
  if (territory === null) return null;
  switch (judgeExpression(territory.when, values())) {
    case 'met':
      return null;
    case 'not met':
      return `outside of their territory: ${territory.text}`;
    case 'not known':
      return `not known to be in their territory: ${territory.text}`;
  }
}
