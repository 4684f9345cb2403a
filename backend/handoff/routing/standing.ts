/** How each of the playbook's owners stands at one moment: their weight, and what keeps them from getting this contact. */
import { judgeExpression, localDay, type OwnerTerms, type ReadinessFacts, startOfLocalDay, termsOf } from '@zo/shared';
import { type Absence, absenceAt, type CalendarQuestion, presentTomorrow, zoneOf } from './absence.ts';

export type Standing = {
  weight: number;
  /** Why they get nothing at the moment by turns, whoever it is; null: they may. */
  away: string | null;
  /** A leave keeps everything new from them, by turns or not; a cap lets their share go on until they are even. */
  awayBy?: 'leave' | 'hours' | 'cap';
  /** When they may get something again, as far as the calendar and the clock decide it. */
  backAt?: number;
  /** Why not this contact; null: it is theirs to have. */
  outside: string | null;
};

/** Of whom nothing is said. */
export const plainStanding: Standing = { weight: 1, away: null, outside: null };

/** By address. */
export type Standings = Record<string, Standing>;

/** Handoffs with an owner: open now, and given since a moment. */
export type OwnerLoad = { open: number; given: number };

export type StandingQuestion = CalendarQuestion & {
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
      const away = absenceOf(terms, ownerId, question);
      return [
        email,
        {
          weight: terms.weight,
          away: away?.words ?? null,
          ...(away && { awayBy: away.by }),
          ...(away && away.backAt !== null && { backAt: away.backAt }),
          outside: outsideOf(terms, question),
        },
      ];
    }),
  );
}

type Away = Omit<Absence, 'by'> & { by: NonNullable<Standing['awayBy']> };

function absenceOf(terms: OwnerTerms, ownerId: string | null, question: StandingQuestion): Away | null {
  const { now } = question;
  const { dailyCap, openCap } = terms;
  const absence = absenceAt(terms, now, question);
  if (absence !== null) return absence;
  if (ownerId === null || (dailyCap === null && openCap === null)) return null;
  const zone = zoneOf(terms, question);
  const { open, given } = question.loadOf(ownerId, startOfLocalDay(localDay(now, zone), zone));
  if (openCap !== null && open >= openCap) {
    return { words: `has ${open} open, of at most ${openCap}`, by: 'cap', backAt: null };
  }
  if (dailyCap === null || given < dailyCap) return null;
  const backAt = presentTomorrow(terms, now, question);
  return { words: `has had ${given} today, of at most ${dailyCap}`, by: 'cap', backAt };
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
