/** What else is to be told of an open handoff, one line each; what the verdict and the first lines say stands there. */
import { type CardHandoff, type CardTouch, count, localMoment } from '@zo/shared';

export function handoffFacts(handoff: CardHandoff, zone: string, now: number): string[] {
  const { byHand, passedOn, heldSince, acceptedAt, snoozedUntil, touch, review, askedAt, reasons } = handoff;
  const at = (ms: number) => localMoment(ms, zone, now);
  return [
    ...(byHand === null ? [] : [`Handed off by hand by ${byHand.by}: ${byHand.reason}`]),
    ...(review === null ? [] : reviewFacts(review, at)),
    ...(heldSince === null ? [] : [`Waiting for an owner since ${at(heldSince)}`]),
    ...(passedOn === null ? [] : [`Before: ${passedOn.from}, until ${at(passedOn.at)} (${passedOn.why})`]),
    ...(acceptedAt === null || touch !== null ? [] : [`On it since ${at(acceptedAt)}`]),
    ...(snoozedUntil === null || touch !== null ? [] : [`Snoozed until ${at(snoozedUntil)}`]),
    ...(askedAt === null ? [] : [`Asked ${at(askedAt)} whether it goes back: ${reasons.join('; ')}`]),
  ];
}

/** "Call by a colleague, 20 working minutes after the handoff, in time". */
export function touchInWords({ kind, by, minutes, isInTime }: CardTouch): string {
  const who = by === 'owner' ? '' : ' by a colleague';
  const verdict = isInTime === null ? '' : isInTime ? ', in time' : ', late';
  const what = kind.charAt(0).toUpperCase() + kind.slice(1);
  return `${what}${who}, ${count(minutes, 'working minute')} after the handoff${verdict}`;
}

function reviewFacts(
  { askedAt, reviewers, contractValue, isLate }: NonNullable<CardHandoff['review']>,
  at: (ms: number) => string,
): string[] {
  const who = reviewers.length === 0 ? 'an operator of Zo Handoff' : reviewers.join(', ');
  return [
    `To be decided by ${who}, asked ${at(askedAt)}`,
    ...(contractValue === null ? [] : [`Expected contract value ${contractValue.toLocaleString('en-US')} a year`]),
    ...(isLate ? ['Nobody has looked in time: the operators have been told'] : []),
  ];
}
