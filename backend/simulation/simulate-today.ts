/** A draft held against everybody as of today, without anything of it going live. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Playbook } from '@zo/shared';
import { noPlaybook } from '../playbook/no-playbook.ts';
import type { SimulationStore } from '../store/simulation-store.ts';
import type { Normalise } from '../store/store.ts';
import { changesCounting } from '../usage/changes-counting.ts';
import type { SimulationProgress, TodayReport } from './simulation-report.ts';
import { tallyToday } from './tally-today.ts';

/** So that a page holds others up for a few milliseconds. */
const pageSize = 25;

export type TodayParts = {
  store: SimulationStore;
  portalId: number;
  /** Null while no playbook is in force. */
  present: Playbook | null;
  draft: Playbook;
  timeZone: string;
  stageOrder: string[];
  normalise: Normalise;
  now: number;
  onProgress?: (progress: SimulationProgress) => void;
  signal?: AbortSignal;
};

/**
 * Other work runs between the pages. Where the draft counts events otherwise, the kept ones are folded for it into memory
 * first, beside the usage that is live. Throws the signal's reason when it is aborted.
 */
export async function simulateToday(parts: TodayParts): Promise<TodayReport> {
  const { store, portalId, present, draft, timeZone, stageOrder, now, onProgress, signal } = parts;
  const countsOtherwise = changesCounting(present ?? noPlaybook, draft);
  const folded = countsOtherwise
    ? await store.foldUsage(portalId, { playbook: draft, timeZone }, parts.normalise, now, {
        onProgress: (done, total) => onProgress?.({ phase: 'events', done, total }),
        signal,
      })
    : null;
  const tally = tallyToday({ present, draft, timeZone, stageOrder, now });
  const total = await store.countPersons(portalId);
  let done = 0;
  for (let last = 0; ; ) {
    signal?.throwIfAborted();
    const page = await store.everybody(portalId, last, pageSize);
    if (page.length === 0) break;
    for (const input of page) {
      const { person, company } = input;
      const draftUsage = folded && {
        person: folded.person(person.personId),
        company: company && folded.company(company.companyId),
      };
      tally.add(input, draftUsage);
    }
    last = page.at(-1)!.person.personId;
    done += page.length;
    onProgress?.({ phase: 'people', done, total: Math.max(done, total) });
    await letOthersRun();
  }
  const report = tally.report();
  // Before anything has arrived there was nothing to count again.
  return { ...report, isRecounted: countsOtherwise && report.people > 0 };
}
