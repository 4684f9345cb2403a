/** What arrives here and what waits, as the doctor tells it. Pure. */
import { localMoment, timeAgo } from '@zo/shared';
import type { PortalFigures } from '../store/figures-store.ts';
import type { ArrivedEvents } from '../store/settings-store.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './doctor.ts';
import type { Seen } from './note-seen.ts';

export type Arrivals = {
  events: ArrivedEvents | null;
  card: Seen | null;
  webhook: Seen | null;
  figures: Pick<PortalFigures, 'lanes' | 'undecided' | 'undecidedSince'>;
};

/** What waits longer than this is late. */
const lateMs = 5 * 60_000;

export function arrivalChecks(
  { events, card, webhook, figures }: Arrivals,
  { timeZone, now }: { timeZone: string; now: number },
): Check[] {
  const moment = (at: number) => localMoment(at, timeZone, now);
  return [
    events === null
      ? warning(
          'Arriving',
          'no event has arrived yet',
          'Make a write key and send events with it: docs/send-events.md.',
        )
      : ok(
          'Arriving',
          `${counted(events.events, 'event')} so far (track and page; identify, group and the like are not counted), the last ${moment(events.lastAt)}`,
        ),
    card === null
      ? warning(
          'Card',
          'HubSpot has never asked for it',
          'Put “Product activity” on the contact view and open a contact.',
        )
      : ok('Card', `first asked for ${moment(card.firstAt)}, last ${moment(card.lastAt)}`),
    webhook === null
      ? warning(
          'Webhooks',
          'none has come from HubSpot yet; changes there are found by the sweep',
          'They come with the first change of a contact. If not: is PUBLIC_URL the address in the app’s webhooks?',
        )
      : ok('Webhooks', `the last came ${moment(webhook.lastAt)}`),
    backlogCheck(figures, now),
  ];
}

function backlogCheck({ lanes, undecided, undecidedSince }: Arrivals['figures'], now: number): Check {
  const name = 'Backlog';
  const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  const said = [
    `${waiting} ${waiting === 1 ? 'effect waits' : 'effects wait'} in the outbox`,
    `${undecided} ${undecided === 1 ? 'person is' : 'people are'} to be decided`,
  ];
  const late = lanes.filter(({ oldestAt }) => oldestAt !== null && now - oldestAt > lateMs);
  for (const { lane, oldestAt } of late) said.push(`${lane}: the oldest is due since ${timeAgo(now - oldestAt!)}`);
  const isSlow = undecidedSince !== null && now - undecidedSince > lateMs;
  if (isSlow) said.push(`the first of them since ${timeAgo(now - undecidedSince)}`);
  if (late.length === 0 && !isSlow) return ok(name, said.join('; '));
  return warning(
    name,
    said.join('; '),
    'See the other problems here first: what waits goes on by itself once HubSpot and Slack take it.',
  );
}

function ok(name: string, detail: string): Check {
  return { name, state: 'ok', detail, remedy: null };
}

function warning(name: string, detail: string, remedy: string): Check {
  return { name, state: 'warning', detail, remedy };
}
