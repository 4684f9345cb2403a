/** What keeps an owner from everything new by the calendar and the clock of their zone, and until when. */
import {
  isWorkingMoment,
  type Leave,
  localDay,
  nextWorkingMoment,
  type OwnerTerms,
  type Playbook,
  printDay,
  printDays,
  type Routing,
  startOfLocalDay,
} from '@zo/shared';

export type CalendarQuestion = {
  routing: Routing;
  playbook: Pick<Playbook, 'workingHours'>;
  /** The portal's. */
  timeZone: string;
};

export type Absence = {
  words: string;
  by: 'leave' | 'hours';
  /** The first moment at which neither leave nor hours keep them away; null: no such moment is known. */
  backAt: number | null;
};

export function absenceAt(terms: OwnerTerms, now: number, question: CalendarQuestion): Absence | null {
  const { routing } = question;
  const zone = zoneOf(terms, question);
  const today = localDay(now, zone);
  const leave = leaveOn(terms, today, routing);
  if (leave !== undefined) {
    const buffer = routing.leaveBufferDays;
    const span = `on leave from ${printDay(leave.from)} to ${printDay(leave.to)}`;
    const isBuffer = today < leave.from || today > leave.to;
    const words = isBuffer ? `${span}, and nothing new within ${printDays(buffer)} of it` : span;
    return { words, by: 'leave', backAt: presentFrom(terms, now, question) };
  }
  if (isWithinHours(terms, now, question)) return null;
  const words = `outside of their working hours (${zone})`;
  return { words, by: 'hours', backAt: presentFrom(terms, now, question) };
}

/** The first moment of tomorrow, by their clock, or after it, at which neither leave nor hours keep them away. */
export function presentTomorrow(terms: OwnerTerms, now: number, question: CalendarQuestion): number | null {
  const zone = zoneOf(terms, question);
  return presentFrom(terms, startOfLocalDay(localDay(now, zone) + 1, zone), question);
}

export function zoneOf(terms: OwnerTerms, { timeZone }: Pick<CalendarQuestion, 'timeZone'>): string {
  return terms.zone ?? timeZone;
}

/** A leave may end outside of hours, and the hours that follow may lie in the next leave. */
function presentFrom(terms: OwnerTerms, from: number, question: CalendarQuestion): number | null {
  const { routing } = question;
  const zone = zoneOf(terms, question);
  let at = from;
  for (;;) {
    const leave = leaveOn(terms, localDay(at, zone), routing);
    if (leave !== undefined) at = startOfLocalDay(leave.to + routing.leaveBufferDays + 1, zone);
    else if (isWithinHours(terms, at, question)) return at;
    else {
      const opens = nextWorkingMoment(at, hoursOf(terms, question), zone);
      if (opens === null) return null;
      at = opens;
    }
  }
}

function leaveOn({ leave }: OwnerTerms, day: number, { leaveBufferDays }: Routing): Leave | undefined {
  return leave.find(({ from, to }) => day >= from - leaveBufferDays && day <= to + leaveBufferDays);
}

function isWithinHours(terms: OwnerTerms, at: number, question: CalendarQuestion): boolean {
  return question.routing.outsideHours || isWorkingMoment(at, hoursOf(terms, question), zoneOf(terms, question));
}

function hoursOf(terms: OwnerTerms, { playbook }: CalendarQuestion) {
  return terms.hours ?? playbook.workingHours;
}
