import { keptDays, type Playbook } from '@zo/shared';
import type { FoldRules } from '../store/store.ts';

/** The portal's rules with the look-ups that every event needs. */
export type CompiledRules = {
  playbook: Playbook;
  timeZone: string;
  /** Names of signals by the exact name of a track event. */
  signalsByEvent: Map<string, string[]>;
  /** Names of signals by the path of a page, without query or trailing slash. */
  signalsByPage: Map<string, string[]>;
  /** How many days of counts are kept: 90, or the playbook's longest window. */
  keptDays: number;
};

const compiled = new WeakMap<Playbook, CompiledRules>();

export function compileRules(rules: FoldRules): CompiledRules {
  const known = compiled.get(rules.playbook);
  if (known && known.timeZone === rules.timeZone) return known;
  const made = compile(rules);
  compiled.set(rules.playbook, made);
  return made;
}

function compile({ playbook, timeZone }: FoldRules): CompiledRules {
  const signalsByEvent = new Map<string, string[]>();
  const signalsByPage = new Map<string, string[]>();
  for (const signal of playbook.signals) {
    for (const matcher of signal.matchers) {
      if ('event' in matcher) addOnce(signalsByEvent, matcher.event.trim(), signal.name);
      else addOnce(signalsByPage, plainPath(matcher.page), signal.name);
    }
  }
  return { playbook, timeZone, signalsByEvent, signalsByPage, keptDays: keptDaysOf(playbook) };
}

/** How many days of counts a playbook needs. */
export function keptDaysOf({ score }: Pick<Playbook, 'score'>): number {
  const windows = score.map((line) => (line.kind === 'inactive' ? line.forDays : (line.windowDays ?? 0)));
  return Math.max(keptDays, ...windows);
}

function addOnce(index: Map<string, string[]>, key: string, name: string): void {
  const names = index.get(key) ?? [];
  if (!names.includes(name)) names.push(name);
  index.set(key, names);
}

/** As events carry paths: no query, no trailing slash. */
function plainPath(page: string): string {
  const path = page.trim().replace(/[?#].*$/s, '');
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}
