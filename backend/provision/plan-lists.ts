/** What to do so that a portal has our lists. Pure. */
import { compareGroups } from '../hubspot/compare-groups.ts';
import type { LiveList } from '../hubspot/lists.ts';
import { readGroups } from '../hubspot/read-groups.ts';
import { artefactWords, listArtefact } from './artefact.ts';
import type { KeptArtefacts } from './keeping.ts';
import type { Force, Planned } from './plan-step.ts';
import { judgeParts, type Parts, partsNamed } from './three-way.ts';
import type { WantedList } from './zo-lists.ts';

/** By name; null: there is none. */
export type ListsFound = { lists: Record<string, LiveList | null> } | { notPermitted: string };

export function planLists(wanted: WantedList[], found: ListsFound, kept: KeptArtefacts, isForced: Force): Planned {
  const plan: Planned = { steps: [], asWanted: [], notes: [] };
  if ('notPermitted' in found) {
    const names = wanted.map(({ name }) => `"${name}"`).join(' and ');
    plan.notes.push(`lists ${names}: not made, ${found.notPermitted}`);
    return plan;
  }
  for (const list of wanted) planList(list, found.lists[list.name] ?? null, kept, isForced, plan);
  return plan;
}

const part = 'filters';

export function partsOfList(filterBranch: unknown): Parts {
  return { [part]: filterBranch };
}

function planList(
  wanted: WantedList,
  live: LiveList | null,
  keptArtefacts: KeptArtefacts,
  isForced: Force,
  plan: Planned,
): void {
  const artefact = listArtefact(wanted.name);
  const kept = keptArtefacts[artefactWords(artefact)] ?? null;
  const sent = partsOfList(wanted.filterBranch);
  if (live === null) {
    const words = [filterSummary(wanted)];
    const wasDeleted = kept !== null && kept.id !== null;
    plan.steps.push({ act: 'create', artefact, words, wasDeleted, work: { list: wanted }, sent });
    return;
  }
  if (live.isByHand) {
    const words = ['its members are chosen by hand: rename it, and one that follows filters is made'];
    plan.steps.push({ act: 'refuse', artefact, words });
    return;
  }
  const there = partsOfList(live.filterBranch);
  const verdict = judgeParts({ kept, live: there, wanted: sent }, (_part, ours, now) => isSameFilters(ours, now)).get(
    part,
  );
  if (verdict === 'as wanted') {
    plan.asWanted.push({ artefact, id: live.id, sent, returned: there });
    return;
  }
  const words = compareGroups(readGroups(wanted.filterBranch), readGroups(live.filterBranch));
  if (verdict === 'outdated' || isForced(artefact)) {
    const ours = verdict === 'outdated' ? partsNamed(there, [part]) : {};
    const work = { list: { id: live.id, filterBranch: wanted.filterBranch } };
    plan.steps.push({ act: 'change', artefact, words, isForced: verdict !== 'outdated', work, sent, ours });
  } else if (verdict === 'by hand') {
    const remedy = `--force "${wanted.name}" overwrites it`;
    plan.steps.push({ act: 'leave alone', artefact, words, remedy });
  } else {
    const because = words.map((difference) => `HubSpot does not keep it as written: ${difference}`);
    plan.steps.push({ act: 'refuse', artefact, words: because });
  }
}

export function isSameFilters(ours: Parts, live: Parts): boolean {
  return compareGroups(readGroups(ours[part]), readGroups(live[part])).length === 0;
}

/** "zo_conditions_missing = 1", or what is common to all groups, which is enough for a line. */
function filterSummary({ filterBranch }: WantedList): string {
  const [first] = readGroups(filterBranch);
  const groups = filterBranch.filterBranches.length;
  return `${first?.[0]?.words ?? 'no filter'}${groups > 1 ? ' and a free user' : ''}`;
}
