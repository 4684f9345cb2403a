/** Alerts beyond what an AE wants on one day, as one list that grows. */
import { joinWithin, section, sectionLimit, textLimit } from './blocks.ts';
import { nameAtCompany, type PersonNamed } from './person-text.ts';
import type { RenderedMessage } from './render-alert.ts';
import { slackLink, slackText } from './slack-text.ts';
import { type LocalTimes, wordTime } from './word-state.ts';

export type ListedLead = PersonNamed & { dueAt: number | null };

const title = 'More leads today';
const nameLimit = 300;
/** Room for the line that says how many did not fit. */
const tailLimit = 60;

/** In the order in which they came. */
export function renderLeadList(leads: ListedLead[], times: LocalTimes): RenderedMessage {
  const lines = leads.map((lead) => `• ${leadLine(lead, times)}`);
  const shown = joinWithin(lines, sectionLimit - tailLimit);
  const left = leads.length - (shown === '' ? 0 : shown.split('\n').length);
  const list = left > 0 ? `${shown}\n• and ${left} more: HubSpot shows them as yours` : shown;
  return {
    text: joinWithin([`${title}:`, ...list.split('\n')], textLimit),
    blocks: [section(`*${title}*`), section(list)],
  };
}

function leadLine({ dueAt, link, ...lead }: ListedLead, times: LocalTimes): string {
  const who = nameAtCompany(lead);
  const due = dueAt === null ? '' : ` - first call due by ${wordTime(dueAt, times)}`;
  return `${link === null ? slackText(who, nameLimit) : slackLink(link, who)}${due}`;
}
