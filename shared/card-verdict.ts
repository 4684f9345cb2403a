/** The first line of the card: should I call, and what is the clock doing. */
import type { CardHandoff, ContactCard } from './card-api.ts';
import { gateWording } from './gate-wording.ts';
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
  if (latest?.status === 'returned' && card.gate === 'cooling_down') return returned(latest, now);
  if (finalReasons.has(card.gate)) {
    return said('default', `No handoff: ${lower(gateWording[card.gate].label)}`, `This person ${meaning(card)}`);
  }
  if (card.gate === 'in_review') return said('info', 'In review', null);
  if (card.readiness.ready !== 'yes') return nearMiss(card);
  if (card.gate === 'open') return said('success', 'SQL-ready', 'The handoff is about to start');
  return said('success', 'SQL-ready', `Not handed off: ${meaning(card)}`);
}

function said(tone: CardVerdict['tone'], headline: string, reason: string | null): CardVerdict {
  return { tone, headline, clock: null, reason };
}

/** Of a handoff that is open: who has it, and what the clock of the first call does. */
export function handoffVerdict(handoff: CardHandoff, now: number, zone: string): CardVerdict {
  const { status, owner, dueAt, firstTouchAt, openedAt, reasons } = handoff;
  const because = reasons.length > 0 ? reasons.join('; ') : null;
  if (status === 'in_review') return said('info', 'In review', because);
  if (status === 'waiting') {
    return said('success', 'SQL-ready', `Waiting for HubSpot since ${localMoment(openedAt, zone, now)}`);
  }
  if (status === 'return_due') return said('warning', 'Going back to marketing', because);
  const why = handoff.trigger === null ? because : `Why now: ${handoff.trigger}`;
  const headline = owner === null ? 'Handed off' : `Handed off to ${owner.name}`;
  const verdict = (tone: CardVerdict['tone'], clock: string | null) => ({ tone, headline, clock, reason: why });
  if (firstTouchAt !== null) return verdict('success', `First call made ${timeAgo(now - firstTouchAt)}`);
  if (status === 'snoozed') return verdict('info', 'Snoozed');
  if (dueAt === null) return verdict('success', null);
  if (dueAt <= now) return verdict('danger', `First call overdue by ${shortDuration(now - dueAt)}`);
  return verdict('success', `First call due in ${shortDuration(dueAt - now)}`);
}

function returned({ closedAt, reasons }: CardHandoff, now: number): CardVerdict {
  const when = closedAt === null ? '' : ` ${timeAgo(now - closedAt)}`;
  return said('default', `Returned to marketing${when}`, reasons.join('; ') || null);
}

/** "3 of 4 conditions", and what is missing next: the first row of the checklist. */
function nearMiss({ readiness }: ContactCard): CardVerdict {
  const total = readiness.conditions.length;
  const met = total - readiness.conditionsMissing;
  const next = readiness.conditions.find(({ verdict }) => verdict !== 'met')?.missing ?? null;
  const tone = readiness.conditionsMissing === 1 ? 'warning' : 'default';
  return said(tone, `${met} of ${total} conditions`, next === null ? null : `Missing: ${next}`);
}

function meaning({ gate }: ContactCard): string {
  return gateWording[gate].meaning;
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
