/** What marketing is told of somebody who comes back: why they went, what was tried, what has changed. Facts, in plain words. */
import { count, localMoment, timeAgo, whyNowWords } from '@zo/shared';
import type { Handoff } from './handoff.ts';

export type PresentFacts = {
  companyName: string | null;
  /** Points now; null when they are not known. */
  score: number | null;
  lastActiveAt: number | null;
  keyActions7d: number;
  companyActiveUsers: number | null;
};

export type Dossier = { cameBecause: string | null; tried: string; changed: string | null };

export function dossierOf(handoff: Handoff, present: PresentFacts, zone: string, now: number): Dossier {
  return {
    cameBecause: cameBecause(handoff, present.companyName, zone, now),
    tried: tried(handoff, zone, now),
    changed: changed(handoff, present, now),
  };
}

function cameBecause(
  { receipt, byHand, openedAt }: Handoff,
  companyName: string | null,
  zone: string,
  now: number,
): string | null {
  if (receipt === null) return null;
  if (byHand !== null) {
    return `${byHand.by} handed off by hand (${byHand.reason}), score ${receipt.score.points}, on ${localMoment(openedAt, zone, now)}`;
  }
  const why = receipt.trigger === null ? 'every condition was met' : whyNowWords(receipt.trigger, companyName);
  return `${why}, score ${receipt.score.points}, on ${localMoment(receipt.crossedAt, zone, now)}`;
}

function tried(handoff: Handoff, zone: string, now: number): string {
  const { owner, earlierOwners, touch, acceptedAt, breachedAt, heldSince } = handoff;
  if (owner === null) return heldSince === null ? 'nobody had it' : 'nobody was there to get it';
  const passed = earlierOwners.map(({ name, why }) => `${name} had it (${why})`);
  const did = [
    ...(acceptedAt === null ? [] : ['took it on']),
    ...(touch === null
      ? [breachedAt === null ? 'did not call' : 'did not call in time, nor later']
      : [
          `first ${touch.kind} ${localMoment(touch.at, zone, now)}, ${count(touch.minutes, 'working minute')} after the handoff`,
        ]),
  ];
  return [...passed, `${owner.name} ${did.join(', ')}`].join('; ');
}

function changed({ receipt }: Handoff, present: PresentFacts, now: number): string | null {
  const { score, lastActiveAt, keyActions7d, companyActiveUsers } = present;
  const before = receipt?.usage;
  const lines = [
    receipt === null || score === null || receipt.score.points === score
      ? null
      : `score ${receipt.score.points} → ${score}`,
    before === undefined || before.keyActions7d === keyActions7d
      ? null
      : `key actions a week ${before.keyActions7d} → ${keyActions7d}`,
    before === undefined || companyActiveUsers === null || before.companyActiveUsers === companyActiveUsers
      ? null
      : `active users ${before.companyActiveUsers ?? 'not known'} → ${companyActiveUsers}`,
    lastActiveAt === null ? null : `last active ${timeAgo(now - lastActiveAt)}`,
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join(', ');
}
