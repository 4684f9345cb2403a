import { Alert } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { clockTime } from '@zo/shared';
import { problemWords } from './problem-words.ts';

type Props = { problem: BackendProblem | null; asOf: number; timeZone: string };

/** What is shown is older than the newest try to read it. */
export function StaleNotice({ problem, asOf, timeZone }: Props) {
  if (problem === null) return null;
  return (
    <Alert title={`Not up to date: as of ${clockTime(asOf, timeZone)}`} variant="warning">
      {problemWords(problem).advice}
    </Alert>
  );
}
