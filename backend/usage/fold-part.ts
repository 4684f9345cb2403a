/** What usage depends on, of all that the rules say. */
import type { FoldRules } from '../store/store.ts';
import { compileRules } from './compile-rules.ts';

/**
 * Rules with equal parts give equal usage, memberships and counts, so that changing one for the other asks only for new
 * decisions. Plain data.
 */
export function foldPart(rules: FoldRules): unknown {
  const { playbook, timeZone, signalsByEvent, signalsByPage, keptDays } = compileRules(rules);
  return {
    timeZone,
    signals: [sorted(signalsByEvent), sorted(signalsByPage)],
    keptDays,
    ignoreBrowserEvents: playbook.ignoreBrowserEvents,
    exclude: [...playbook.exclude].sort(),
    emailDomains: {
      business: [...playbook.emailDomains.business].sort(),
      personal: [...playbook.emailDomains.personal].sort(),
    },
  };
}

export function foldAlike(one: FoldRules, other: FoldRules): boolean {
  return JSON.stringify(foldPart(one)) === JSON.stringify(foldPart(other));
}

function sorted(index: Map<string, string[]>): [string, string[]][] {
  return [...index]
    .map(([name, signals]): [string, string[]] => [name, [...signals].sort()])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
