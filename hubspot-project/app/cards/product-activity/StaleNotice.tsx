import { Alert } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { type ContactCard, clockTime } from '@zo/shared';
import { NotUpToDate } from '../NotUpToDate.tsx';

/** Events are counted within seconds; when one waits longer than this, the figures are behind. */
const patienceMs = 60_000;

type Props = { card: ContactCard; now: number; problem: BackendProblem | null };

export function StaleNotice({ card, now, problem }: Props) {
  const { timeZone } = card.portal;
  if (problem !== null) return <NotUpToDate asOf={card.asOf} timeZone={timeZone} problem={problem} />;
  const { waitingSince } = card.freshness;
  if (waitingSince === null || now - waitingSince < patienceMs) return null;
  return (
    <Alert title="Figures are behind" variant="warning">
      New product events have waited since {clockTime(waitingSince, timeZone)} to be counted. Refresh in a minute.
    </Alert>
  );
}
