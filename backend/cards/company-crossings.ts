/** Who of a company crossed, when, why then, and what came of it. */
import { type CompanyCrossing, gateMeaning, whyNowWords } from '@zo/shared';
import { readyByOf } from '../handoff/crossing-receipt.ts';
import type { PreviousDecision } from '../handoff/decision.ts';
import { type Handoff, isOpen } from '../handoff/handoff.ts';
import { ownersInOrder } from '../handoff/owners-in-order.ts';
import { personName } from '../outbox/person-words.ts';
import type { CompanyCardWork, CompanyPerson, PersonsHandoff } from '../store/card-store.ts';

type Crossing = CompanyCrossing & { personId: number };

/** Newest first. A crossing that led to a handoff is told once, with what became of that. */
export function companyCrossings({ crossed, newestHandoffs, company }: CompanyCardWork): CompanyCrossing[] {
  const name = company.profile.name;
  const handedOff = newestHandoffs.flatMap((one) => crossingOfHandoff(one, name));
  const isTold = ({ personId, at }: Crossing) => handedOff.some((one) => one.personId === personId && one.at === at);
  const others = crossed.flatMap((one) => crossingOfReady(one, name)).filter((one) => !isTold(one));
  return [...handedOff, ...others]
    .toSorted((one, other) => other.at - one.at)
    .map(({ personId: _, ...crossing }) => crossing);
}

function crossingOfHandoff({ handoff, person, record }: PersonsHandoff, company: string | null): Crossing[] {
  const { receipt } = handoff;
  if (receipt === null) return [];
  return [
    {
      personId: person.personId,
      name: personName({ person, record }),
      contactId: record?.recordId ?? null,
      at: receipt.crossedAt,
      because: receipt.trigger === null ? uncrossedWords(handoff) : whyNowWords(receipt.trigger, company),
      outcome: handoffWords(handoff),
    },
  ];
}

/** Nothing crossed: somebody asked for it. */
function uncrossedWords({ origin }: Handoff): string | null {
  if (origin === 'by hand') return 'handed off by hand';
  return origin === 'action' ? 'asked for by a workflow' : null;
}

function crossingOfReady({ person, record, decision }: CompanyPerson, company: string | null): Crossing[] {
  if (decision === null || decision.crossedAt === null) return [];
  const trigger = decision.decision.crossing?.trigger ?? null;
  return [
    {
      personId: person.personId,
      name: personName({ person, record }),
      contactId: record?.recordId ?? null,
      at: decision.crossedAt,
      because: trigger && whyNowWords(trigger, company),
      outcome: gateWords(decision),
    },
  ];
}

/** Of somebody who is ready. */
function gateWords({ gate, decision }: PreviousDecision): string {
  if (gate === 'open') return 'about to be handed off';
  // The gate stays as it was while HubSpot says whether it may open.
  if (gate === 'not_ready') return 'HubSpot is asked first';
  return `not handed off: ${gateMeaning(gate, readyByOf(decision.crossing))}`;
}

function handoffWords(handoff: Handoff): string {
  const { status, owner, heldSince, handedOffAt } = handoff;
  const names = ownersInOrder(handoff).map(({ name }) => name);
  const given = names.length === 0 ? 'handed off' : `handed off to ${names.join(', then ')}`;
  switch (status) {
    case 'waiting':
      return 'waiting for HubSpot';
    case 'in_review':
      return 'in review';
    case 'withdrawn':
      return handedOffAt === null ? 'withdrawn before anybody was told' : `${given}, withdrawn`;
    case 'rejected':
      return 'rejected in review';
    case 'returned':
      return `${given}, returned to marketing`;
    case 'not_a_fit':
      return `${given}, not a fit`;
    case 'won':
    case 'lost':
      return `${given}, ${status}`;
    default:
      return isOpen(status) && owner === null && heldSince !== null ? 'waiting for an owner' : given;
  }
}
