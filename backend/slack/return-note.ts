/** The note for marketing when somebody returns. */
import { safeUrl, slackText } from './slack-text.ts';

export type ReturnNote = {
  personName: string;
  companyName: string | null;
  /** "score 22, below 30", "14 days without AE activity". */
  reasons: string[];
  /** The record in HubSpot; null when it is not known. */
  link?: string | null;
};

/** "Sarah Chen at FinPilot is back with marketing: score 22, below 30; 14 days without AE activity". mrkdwn, escaped. */
export function wordReturnNote({ personName, companyName, reasons, link = null }: ReturnNote): string {
  const company = companyName === null ? '' : ` at ${slackText(companyName, 200)}`;
  const why = reasons.length === 0 ? '' : `: ${slackText(reasons.join('; '), 1000)}`;
  const note = `${slackText(personName, 200)}${company} is back with marketing${why}`;
  const url = link && safeUrl(link);
  return url ? `${note}\nOpen in HubSpot: <${url}>` : note;
}
