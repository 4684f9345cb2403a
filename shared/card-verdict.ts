/** The first line of the card: should I call, and what is the clock doing. */
import type { CardHandoff, ContactCard } from './card-api.ts';
import { gateWording } from './gate-wording.ts';
import { localMoment, timeAgo } from './time-wording.ts';

export type CardVerdict = {
  tone: 'success' | 'info' | 'warning' | 'danger' | 'default';
  /** "Handed off: first call due in 1 h 12 min". */
  headline: string;
  /** Why, or what is missing; null when the headline says it all. */
  reason: string | null;
};

/** Reasons that end the question whether to call, whatever the definition says. */
const finalReasons = new Set(['internal', 'do_not_contact', 'customer_or_open_deal', 'already_sql', 'not_a_fit']);

/** An open handoff speaks first, then what rules a handoff out, then the definition. `now` by the backend's clock. */
export function cardVerdict(card: ContactCard, now: number): CardVerdict {
  const [latest] = card.handoffs;
  if (latest !== undefined && latest.closedAt === null) return openHandoff(latest, now, card.portal.timeZone);
  if (latest?.status === 'returned' && card.gate === 'cooling_down') return returned(latest, now);
  if (finalReasons.has(card.gate)) {
    return { tone: 'default', headline: `No handoff: ${lower(gateWording[card.gate].label)}`, reason: meaning(card) };
  }
  if (card.gate === 'in_review') return { tone: 'info', headline: 'In review', reason: null };
  if (card.readiness.ready !== 'yes') return nearMiss(card);
  if (card.gate === 'open') return { tone: 'success', headline: 'SQL-ready', reason: 'The handoff is about to start' };
  return { tone: 'success', headline: 'SQL-ready', reason: `Not handed off: ${meaning(card)}` };
}

function openHandoff(handoff: CardHandoff, now: number, zone: string): CardVerdict {
  const { status, owner, dueAt, firstTouchAt, openedAt, reasons } = handoff;
  const said = reasons.length > 0 ? reasons.join('; ') : null;
  if (status === 'in_review') return { tone: 'info', headline: 'In review', reason: said };
  if (status === 'waiting') {
    return {
      tone: 'success',
      headline: 'SQL-ready',
      reason: `Waiting for HubSpot since ${localMoment(openedAt, zone, now)}`,
    };
  }
  if (status === 'return_due') return { tone: 'warning', headline: 'Going back to marketing', reason: said };
  const why = handoff.trigger === null ? said : `Why now: ${handoff.trigger}`;
  const to = owner === null ? 'Handed off' : `Handed off to ${owner.name}`;
  if (firstTouchAt !== null) {
    return { tone: 'success', headline: `${to}: first call ${timeAgo(now - firstTouchAt)}`, reason: why };
  }
  if (status === 'snoozed') return { tone: 'info', headline: `${to}: snoozed`, reason: why };
  if (dueAt === null) return { tone: 'success', headline: to, reason: why };
  if (dueAt <= now) {
    return { tone: 'danger', headline: `${to}: first call overdue by ${shortDuration(now - dueAt)}`, reason: why };
  }
  return { tone: 'success', headline: `${to}: first call due in ${shortDuration(dueAt - now)}`, reason: why };
}

function returned({ closedAt, reasons }: CardHandoff, now: number): CardVerdict {
  const when = closedAt === null ? '' : ` ${timeAgo(now - closedAt)}`;
  return { tone: 'default', headline: `Returned to marketing${when}`, reason: reasons.join('; ') || null };
}

/** "3 of 4 conditions", and what is missing next: the first row of the checklist. */
function nearMiss({ readiness }: ContactCard): CardVerdict {
  const total = readiness.conditions.length;
  const met = total - readiness.conditionsMissing;
  const next = readiness.conditions.find(({ verdict }) => verdict !== 'met')?.missing ?? null;
  return {
    tone: readiness.conditionsMissing === 1 ? 'warning' : 'default',
    headline: `${met} of ${total} conditions`,
    reason: next === null ? null : `Missing: ${next}`,
  };
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
