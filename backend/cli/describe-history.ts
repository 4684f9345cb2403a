/** What a draft would have done in the past, in words for the terminal. */
import { daysWords, type HistoryReport, historyWords } from '../simulation/history-report.ts';
import { momentWords } from '../text/moment-words.ts';

const mostShown = 10;

/** Days are those of `timeZone`, the portal's. */
export function describeHistory(history: HistoryReport | null, timeZone: string): string[] {
  const dateOf = (at: number) => momentWords(at, timeZone).slice(0, 10);
  if (history === null) return [];
  const { customers } = history;
  if ('unknown' in customers) return historyWords(history);
  const caught = customers.caught.map(({ name, closedAt, daysBefore }) => {
    return `  + ${name}: ${daysWords(daysBefore)} before ${dateOf(closedAt)}`;
  });
  const missed = customers.missed.map(({ name, closedAt, reason }) => {
    return `  - ${name}: closed ${dateOf(closedAt)}; until then ${reason}`;
  });
  return [...historyWords(history), ...listed('Caught', caught), ...listed('Missed', missed)];
}

function listed(title: string, lines: string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - mostShown;
  return [`${title}:`, ...lines.slice(0, mostShown), ...(rest > 0 ? [`  and ${rest} more`] : [])];
}
