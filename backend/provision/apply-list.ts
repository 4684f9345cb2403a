/** Makes a list and changes its filters. Names are unique in a portal, so a lost answer is resolved by looking for the name. */
import { AlreadyExists, Ambiguous, FixTheRecord } from '../hubspot/hubspot-errors.ts';
import type { LiveList, NewList } from '../hubspot/lists.ts';
import type { Applying, StepResult } from './apply-plan.ts';
import { artefactWords } from './artefact.ts';
import { isSameFilters, partsOfList } from './plan-lists.ts';
import type { WritingStep } from './plan-step.ts';
import { keptAfter } from './three-way.ts';

/** HubSpot may still be making it when the answer was lost. */
const looks = 3;
const lookAgainMs = 1_000;

export async function applyListStep(step: WritingStep, applying: Applying): Promise<StepResult> {
  const { keeping } = applying;
  const { work } = step;
  if (!('list' in work)) throw new Error(`${artefactWords(step.artefact)} is no list`);
  const live = 'id' in work.list ? await changeList(work.list, applying) : await createList(work.list, applying);
  if (live === null) return { outcome: 'refused', reason: 'somebody deleted it in the meantime: run this again' };
  const returned = partsOfList(live.filterBranch);
  if (!isSameFilters(step.sent, returned)) {
    return { outcome: 'refused', reason: 'HubSpot does not keep its filters as written' };
  }
  const key = artefactWords(step.artefact);
  const before = (await keeping.read())[key] ?? null;
  await keeping.write({ [key]: keptAfter(before, { id: live.id, sent: step.sent, returned }) });
  return { outcome: 'done' };
}

async function changeList(
  { id, filterBranch }: { id: string; filterBranch: NewList['filterBranch'] },
  { gateway }: Applying,
): Promise<LiveList | null> {
  await gateway.updateListFilters(id, filterBranch);
  return gateway.readList(id);
}

async function createList(list: NewList, { gateway, sleep }: Applying): Promise<LiveList> {
  try {
    const { id } = await gateway.createList(list);
    const live = await gateway.readList(id);
    if (live !== null) return live;
    throw new Error(`HubSpot does not show the list "${list.name}" it has just made`);
  } catch (error) {
    const mayExist = error instanceof Ambiguous || error instanceof AlreadyExists || error instanceof FixTheRecord;
    const existing = mayExist ? await lookFor(list.name, error instanceof Ambiguous ? looks : 1) : null;
    if (existing === null) throw error;
    return existing;
  }

  async function lookFor(name: string, times: number): Promise<LiveList | null> {
    for (let look = 1; look <= times; look += 1) {
      if (times > 1) await sleep(lookAgainMs);
      const found = await gateway.findList(name);
      if (found !== null) return found;
    }
    return null;
  }
}
