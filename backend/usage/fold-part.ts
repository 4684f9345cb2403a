/** What usage depends on, of all that the rules say. */
import type { FoldRules } from '../store/store.ts';
import { compileRules } from './compile-rules.ts';

/**
 * What decides who was active when, and who belongs to which company: where it is equal, companies stay as they are. Plain
 * data.
 */
export function activityPart({ playbook, timeZone }: FoldRules): unknown {
  return {
    timeZone,
    ignoreBrowserEvents: playbook.ignoreBrowserEvents,
    exclude: [...playbook.exclude].sort(),
    emailDomains: {
      business: [...playbook.emailDomains.business].sort(),
      personal: [...playbook.emailDomains.personal].sort(),
    },
  };
}

/**
 * Rules with equal parts give equal usage, memberships and counts, so that changing one for the other asks only for new
 * decisions. Plain data.
 */
export function foldPart(rules: FoldRules): unknown {
  const { signalsByEvent, signalsByPage, keptDays } = compileRules(rules);
  return { activity: activityPart(rules), signals: [sorted(signalsByEvent), sorted(signalsByPage)], keptDays };
}

export function isAlike(part: (rules: FoldRules) => unknown, one: FoldRules, other: FoldRules): boolean {
  return JSON.stringify(part(one)) === JSON.stringify(part(other));
}

function sorted(index: Map<string, string[]>): [string, string[]][] {
  return [...index]
    .map(([name, signals]): [string, string[]] => [name, [...signals].sort()])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
