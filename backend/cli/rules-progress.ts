/** How far usage and decisions are behind the rules, shown while it lasts. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RulesProgress } from '../store/rules-store.ts';
import type { AdminClient } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';

const everyMs = 500;

const words: Record<RulesProgress['step'], string> = {
  counting: 'Counting events',
  settling: 'Counting companies',
  deciding: 'Deciding everybody',
};

/** A step's progress when it was first seen: from there its speed is known. */
export type FirstSeen = RulesProgress & { at: number };

/** "Deciding everybody: 42 %, about 2 min left". `at` in milliseconds, of any clock. */
export function describeProgress(progress: RulesProgress, at: number, first: FirstSeen): string {
  const { step, done, total } = progress;
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  const left = done > first.done ? ((total - done) * (at - first.at)) / (done - first.done) : null;
  return `${words[step]}: ${share} %${left === null ? '' : `, ${describeTime(left)} left`}`;
}

function describeTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `about ${seconds} s` : `about ${Math.ceil(seconds / 60)} min`;
}

/** Shows progress at a terminal while `work` lasts, and then until everything follows from the rules. */
export async function showingProgress<Result>(
  client: AdminClient,
  portalId: number,
  work: Promise<Result>,
): Promise<Result> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  work.then(end, end);
  let first: FirstSeen | null = null;
  for (;;) {
    const wasEnded = ended;
    const { progress } = await client.call<{ progress: RulesProgress | null }>('GET', `/portals/${portalId}/rules`);
    if (progress === null && wasEnded) break;
    if (progress !== null) {
      const at = performance.now();
      if (first?.step !== progress.step || progress.done < first.done) first = { ...progress, at };
      showProgress(describeProgress(progress, at, first));
    }
    await Promise.race([pause(everyMs), ...(ended ? [] : [work.then(end, end)])]);
  }
  if (first !== null) endProgress();
  return work;
}
