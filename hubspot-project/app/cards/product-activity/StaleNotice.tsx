import { Alert } from '@hubspot/ui-extensions';
import { type ContactCard, clockTime } from '@zo/shared';
import type { BackendProblem } from '../backend-client.ts';
import { problemWords } from './problem-words.ts';

/** Events are counted within seconds; when one waits longer than this, the figures are behind. */
const patienceMs = 60_000;

type Props = { card: ContactCard; now: number; problem: BackendProblem | null };

export function StaleNotice({ card, now, problem }: Props) {
  const { timeZone } = card.portal;
  if (problem !== null) {
    return (
      <Alert title={`Not up to date: as of ${clockTime(card.asOf, timeZone)}`} variant="warning">
        {problemWords(problem).advice}
      </Alert>
    );
  }
  const { waitingSince } = card.freshness;
  if (waitingSince === null || now - waitingSince < patienceMs) return null;
  return (
    <Alert title="Figures are behind" variant="warning">
      New product events have waited since {clockTime(waitingSince, timeZone)} to be counted. Refresh in a minute.
    </Alert>
  );
}
