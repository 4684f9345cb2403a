/** Small phrases of the cards. */
import type { CardPortal, ScoreLoss } from './card-api.ts';

const dayMs = 86_400_000;

/** A local day as people name it: "today", "tomorrow", "Friday", "12 Dec". */
export function dayInWords(day: number, today: number): string {
  if (day === today) return 'today';
  if (day === today + 1) return 'tomorrow';
  if (day > today && day < today + 7) return formatDay(day, { weekday: 'long' });
  return shortDay(day);
}

/** "12 Dec". */
export function shortDay(day: number): string {
  return `${formatDay(day, { day: 'numeric' })} ${formatDay(day, { month: 'short' })}`;
}

/** "loses 10 points on Friday". */
export function lossInWords({ day, points }: ScoreLoss, today: number): string {
  const when = dayInWords(day, today);
  const on = when === 'today' || when === 'tomorrow' ? when : `on ${when}`;
  return `loses ${points} ${points === 1 ? 'point' : 'points'} ${on}`;
}

/** "14:02:31" in the portal's zone. */
export function clockTime(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    ms,
  );
}

/** A local day as a moment for a chart: noon, so that it is that day wherever the chart is read. */
export function chartMoment(day: number): number {
  return day * dayMs + dayMs / 2;
}

/** A record in the portal's own HubSpot. */
export function hubspotRecordLink(portal: CardPortal, object: 'contact' | 'company', recordId: string): string {
  const type = object === 'contact' ? '0-1' : '0-2';
  return `https://${portal.uiDomain}/contacts/${portal.portalId}/record/${type}/${encodeURIComponent(recordId)}`;
}

/** A local day is a whole number of days since 1970-01-01, whatever the zone. */
function formatDay(day: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(day * dayMs);
}
