import {
  defaultWorkTerms,
  parseDays,
  parseHours,
  parseQuietHours,
  parseWholeNumber,
  parseWorkingDuration,
  type WorkTerms,
} from '@zo/shared';
import { readChoice, readOr } from './read-parsed.ts';
import { wordOr } from './word-or.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

const longestContinuityDays = 730;
const mostReassignments = 10;
const mostAlertsPerDay = 1000;
const longestThreadHours = 168;

/** Those keys of `handoff:` that say how a handoff is worked once somebody has it. */
export function readWorkTerms(
  source: YamlSource,
  entries: ReadonlyMap<string, Entry>,
  minutesPerWorkingDay: number,
): WorkTerms {
  const byDefault = defaultWorkTerms;
  const textAt = (key: string) => source.textAt(entries, key);
  return {
    continuityDays: readOr(source, textAt('continuity'), parseContinuity, byDefault.continuityDays),
    whenOverdue: readChoice(source, textAt('when overdue'), ['tell the manager', 'reassign']) ?? byDefault.whenOverdue,
    overduePatienceMinutes: readOr(
      source,
      textAt('overdue patience'),
      wordOr('at once', 0, (text) => parseWorkingDuration(text, minutesPerWorkingDay)),
      byDefault.overduePatienceMinutes,
    ),
    mostReassignments: readOr(
      source,
      textAt('most reassignments'),
      (text) => parseWholeNumber(text, { from: 0, to: mostReassignments }),
      byDefault.mostReassignments,
    ),
    alertsPerDay: readOr(source, textAt('alerts per day'), parseAlertsPerDay, byDefault.alertsPerDay),
    quietHours: readOr(source, textAt('quiet hours'), parseQuietHours, byDefault.quietHours),
    threadHours: readOr(source, textAt('thread window'), parseThreadWindow, byDefault.threadHours),
  };
}

const parseContinuity = wordOr('none', 0, (text) => parseDays(text, longestContinuityDays));
const parseAlertsPerDay = wordOr('any', null, (text) => parseWholeNumber(text, { from: 1, to: mostAlertsPerDay }));
const parseThreadWindow = wordOr('none', 0, (text) => parseHours(text, longestThreadHours));
