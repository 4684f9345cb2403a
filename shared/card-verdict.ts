/** The first line of the card: should I call, and what is the clock doing. */
import { capital } from './capital.ts';
import type { CardHandoff, CardTouch, ContactCard } from './card-api.ts';
import { type GateReason, gateMeaning, gateWording } from './gate-wording.ts';
import { localMoment, timeAgo } from './time-wording.ts';

export type CardVerdict = {
  tone: 'success' | 'info' | 'warning' | 'danger' | 'default';
  /** A few words that fit into a tag: "Handed off to Maria". */
  headline: string;
  /** What the clock does: "First call due in 1 h 12 min"; null when no clock runs. */
  clock: string | null;
  /** Why, or what is missing; null when the headline says it all. */
  reason: string | null;
};

/** Reasons that end the question whether to call, whatever the definition says. */
const finalReasons = new Set(['internal', 'do_not_contact', 'customer_or_open_deal', 'already_sql', 'not_a_fit']);

/** An open handoff speaks first, then what rules a handoff out, then the definition. `now` by the backend's clock. */
export function cardVerdict(card: ContactCard, now: number): CardVerdict {
  const [latest] = card.handoffs;
  if (latest !== undefined && latest.closedAt === null) return handoffVerdict(latest, now, card.portal.timeZone);
  const ended = latest === undefined ? null : endedHandoff(latest, card.gate, now);
  if (ended !== null) return ended;
  if (finalReasons.has(card.gate)) {
    return said('default', `No handoff: ${lower(gateWording[card.gate].label)}`, `This person ${meaning(card)}`);
  }
  if (card.gate === 'in_review') return said('info', 'In review', null);
  if (card.readiness.ready !== 'yes') return nearMiss(card);
  if (card.gate === 'open') return said('success', 'SQL-ready', 'The handoff is about to start');
  // The gate stays as it was while HubSpot says whether it may open.
  if (card.gate === 'not_ready') return said('success', 'SQL-ready', 'About to be handed off: HubSpot is asked first');
  return said('success', 'SQL-ready', `Not handed off: ${meaning(card)}`);
}

function said(tone: CardVerdict['tone'], headline: string, reason: string | null): CardVerdict {
  return { tone, headline, clock: null, reason };
}

/** Of a handoff that is open: who has it, and what the clock of the first call does. */
export function handoffVerdict(handoff: CardHandoff, now: number, zone: string): CardVerdict {
  const { status, openedAt, review } = handoff;
  const because = inWords(handoff);
  if (status === 'in_review') {
    const clock = review === null ? null : `Waiting for a review for ${shortDuration(now - review.askedAt)}`;
    return { tone: review?.isLate ? 'warning' : 'info', headline: 'In review', clock, reason: because };
  }
  if (status === 'waiting') {
    return handoff.byHand === null
      ? said('success', 'SQL-ready', `Waiting for HubSpot since ${localMoment(openedAt, zone, now)}`)
      : said('info', 'Being handed off', 'HubSpot is asked once more what it knows');
  }
  if (status === 'return_due') return said('warning', 'Going back to marketing', because);
  return { headline: whoHasIt(handoff), ...whatTheClockDoes(handoff, now, zone), reason: whyNow(handoff) };
}

function whoHasIt({ owner, acceptedAt, touch }: CardHandoff): string {
  if (owner === null) return 'Handed off';
  return acceptedAt !== null && touch === null ? `${owner.name} is on it` : `Handed off to ${owner.name}`;
}

function whatTheClockDoes(handoff: CardHandoff, now: number, zone: string): Pick<CardVerdict, 'tone' | 'clock'> {
  const { dueAt, touch, heldSince, snoozedUntil, askedAt } = handoff;
  if (heldSince !== null) {
    return { tone: 'warning', clock: `No owner yet: waiting for ${shortDuration(now - heldSince)}` };
  }
  if (askedAt !== null) return { tone: 'warning', clock: 'Keep it, or return it to marketing?' };
  if (touch !== null) {
    const late = touch.isInTime === false ? ', late' : '';
    return { tone: 'success', clock: `${touchWords[touch.kind]} ${timeAgo(now - touch.at)}${late}` };
  }
  if (snoozedUntil !== null) return { tone: 'info', clock: `Snoozed until ${localMoment(snoozedUntil, zone, now)}` };
  if (dueAt === null) return { tone: 'success', clock: null };
  if (dueAt <= now) return { tone: 'danger', clock: `First call overdue by ${shortDuration(now - dueAt)}` };
  return { tone: 'success', clock: `First call due in ${shortDuration(dueAt - now)}` };
}

const touchWords: Record<CardTouch['kind'], string> = {
  call: 'First call made',
  meeting: 'First meeting',
  'e-mail': 'First e-mail',
  message: 'First message',
  contact: 'First contact',
};

/** Of one that is asked about, the reasons to return it matter more than why it came. */
function whyNow(handoff: CardHandoff): string | null {
  if (handoff.askedAt !== null) return inWords(handoff);
  if (handoff.byHand !== null) return `By hand, ${handoff.byHand.by}: ${handoff.byHand.reason}`;
  return handoff.trigger === null ? inWords(handoff) : `Why now: ${handoff.trigger}`;
}

/** While the gate is closed because of it; null for one that is over. */
function endedHandoff(handoff: CardHandoff, gate: GateReason, now: number): CardVerdict | null {
  const { status, closedAt, isWrongPerson } = handoff;
  const when = closedAt === null ? '' : ` ${timeAgo(now - closedAt)}`;
  if (gate === 'cooling_down' && status === 'returned') {
    return said('default', `Returned to marketing${when}`, inWords(handoff));
  }
  if (gate === 'cooling_down' && status === 'rejected') {
    return said('default', `Rejected in review${when}`, inWords(handoff));
  }
  if (gate === 'not_a_fit' && status === 'not_a_fit') {
    return said('default', `Marked as ${isWrongPerson ? 'the wrong person' : 'not a fit'}${when}`, inWords(handoff));
  }
  return null;
}

function inWords({ reasons }: CardHandoff): string | null {
  return capital(reasons.join('; ')) || null;
}

/** "3 of 4 conditions", and what is missing next: the first row of the checklist. */
function nearMiss({ readiness }: ContactCard): CardVerdict {
  const total = readiness.conditions.length;
  const met = total - readiness.conditionsMissing;
  const next = readiness.conditions.find(({ verdict }) => verdict !== 'met')?.missing ?? null;
  const tone = readiness.conditionsMissing === 1 ? 'warning' : 'default';
  return said(tone, `${met} of ${total} conditions`, next === null ? null : `Missing: ${next}`);
}

function meaning({ gate, readyBy }: ContactCard): string {
  return gateMeaning(gate, readyBy);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "1 h 12 min", "12 min", "2 days 3 h", "less than a minute". */
export function shortDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return `${days === 1 ? '1 day' : `${days} days`}${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}
