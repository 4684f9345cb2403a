import type { Playbook } from '@zo/shared';
import { keptDaysOf } from './compile-rules.ts';

type Counting = Pick<Playbook, 'signals' | 'score' | 'ignoreBrowserEvents' | 'exclude' | 'emailDomains'>;

/** Whether usage counted by one playbook is not what the other would count: it has to be folded again. */
export function changesCounting(one: Counting, other: Counting): boolean {
  return countedBy(one) !== countedBy(other);
}

/** Order within a signal makes no difference, nor does the order of signals. */
function countedBy(playbook: Counting): string {
  const { signals, ignoreBrowserEvents, exclude, emailDomains } = playbook;
  const matchers = signals.map(({ name, matchers }) => [name, matchers.map((one) => JSON.stringify(one)).sort()]);
  return JSON.stringify([
    matchers.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    ignoreBrowserEvents,
    exclude.toSorted(),
    emailDomains,
    keptDaysOf(playbook),
  ]);
}
