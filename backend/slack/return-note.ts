/** The note for marketing when somebody returns: a dossier of facts. */
import type { Dossier } from '../handoff/dossier.ts';
import { safeUrl, slackText } from './slack-text.ts';

export type ReturnNote = {
  personName: string;
  companyName: string | null;
  /** "score 22, below 30", "14 days without AE activity". */
  reasons: string[];
  /** Null: nothing more is known. */
  dossier?: Dossier | null;
  /** The record in HubSpot; null when it is not known. */
  link?: string | null;
};

const lineLimit = 1_000;

/**
 * "Sarah Chen at FinPilot is back with marketing: score 22, below 30; 14 days without AE activity", then why they came, what
 * was tried and what has changed. mrkdwn, escaped.
 */
export function wordReturnNote({ personName, companyName, reasons, dossier = null, link = null }: ReturnNote): string {
  const company = companyName === null ? '' : ` at ${slackText(companyName, 200)}`;
  const why = reasons.length === 0 ? '' : `: ${slackText(reasons.join('; '), lineLimit)}`;
  const url = link && safeUrl(link);
  return [
    `${slackText(personName, 200)}${company} is back with marketing${why}`,
    ...(dossier === null ? [] : dossierLines(dossier)),
    ...(url ? [`Open in HubSpot: <${url}>`] : []),
  ].join('\n');
}

function dossierLines({ cameBecause, tried, changed }: Dossier): string[] {
  const line = (title: string, words: string | null) =>
    words === null ? [] : [`${title}: ${slackText(words, lineLimit)}`];
  return [...line('Why it came', cameBecause), ...line('What was tried', tried), ...line('What changed', changed)];
}
