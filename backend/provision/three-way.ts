/**
 * Whether what is in the portal was changed by a person, or is only older than the playbook: told from three sides, what we
 * last wrote, what is live, and what is wanted now. Pure; an artefact is compared part by part, so that a label somebody
 * changed does not hold up a new description.
 */
import { isDeepStrictEqual } from 'node:util';

/** By name of the part; null or absent: there is none. Holds what JSON can hold. */
export type Parts = Record<string, unknown>;

/** What we know of an artefact from writing it. */
export type Kept = {
  /** HubSpot's id, of workflows and lists. */
  id: string | null;
  sent: Parts;
  /** As HubSpot showed it afterwards; it may reshape what it is sent. */
  returned: Parts;
  /** What a run began to write; null once it has been written to the end. */
  pending: Parts | null;
};

/** 'kept differently': HubSpot does not keep it as it was sent, and sending it again would change nothing. */
export type Verdict = 'as wanted' | 'outdated' | 'by hand' | 'kept differently';

export type Sides = {
  /** Null: we have no record of writing it, so whatever is there is somebody else's. */
  kept: Kept | null;
  live: Parts;
  wanted: Parts;
};

/** Whether the live part is what `ours` says, whatever HubSpot added to it. */
export type IsSame = (part: string, ours: Parts, live: Parts) => boolean;

export function judgeParts(sides: Sides, isSame: IsSame): Map<string, Verdict> {
  return new Map(Object.keys(sides.wanted).map((part) => [part, judgePart(part, sides, isSame)]));
}

function judgePart(part: string, { kept, live, wanted }: Sides, isSame: IsSame): Verdict {
  const isLive = (ours: Parts) => part in ours && isSame(part, ours, live);
  if (isLive(wanted)) return 'as wanted';
  // Adding what never was there overwrites nothing.
  if (isAbsent(live[part]) && isAbsent(kept?.returned[part])) return 'outdated';
  if (kept === null) return 'by hand';
  if (kept.pending !== null && isLive(kept.pending)) return 'outdated';
  if (!isLive(kept.returned) && !isLive(kept.sent)) return 'by hand';
  return isDeepStrictEqual(kept.sent[part], wanted[part]) ? 'kept differently' : 'outdated';
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

export function partsJudged(verdicts: Map<string, Verdict>, ...wanted: Verdict[]): string[] {
  return [...verdicts].filter(([, verdict]) => wanted.includes(verdict)).map(([part]) => part);
}

/** The record after a run: parts left alone keep what was known of them, so that they are still told from ours next time. */
export function keptAfter(before: Kept | null, after: { id: string | null; sent: Parts; returned: Parts }): Kept {
  return {
    id: after.id,
    sent: { ...before?.sent, ...after.sent },
    returned: { ...before?.returned, ...after.returned },
    pending: null,
  };
}

/**
 * The record while a run writes: what is there afterwards is ours, whether the answer comes or not. `ours`: live parts that
 * were judged ours just now, perhaps because an earlier run had begun to write them.
 */
export function keptWhileWriting(before: Kept | null, { sent, ours }: { sent: Parts; ours: Parts }): Kept {
  return {
    id: before?.id ?? null,
    sent: before?.sent ?? {},
    returned: { ...before?.returned, ...ours },
    pending: { ...before?.pending, ...sent },
  };
}

export function partsNamed(parts: Parts, names: readonly string[]): Parts {
  return Object.fromEntries(names.map((name) => [name, parts[name] ?? null]));
}
