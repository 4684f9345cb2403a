import { Alert } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { clockTime } from '@zo/shared';
import { problemWords } from './product-activity/problem-words.ts';

type Props = { asOf: number; timeZone: string; problem: BackendProblem };

/** The latest refresh failed: what is shown is older than it should be. */
export function NotUpToDate({ asOf, timeZone, problem }: Props) {
  return (
    <Alert title={`Not up to date: as of ${clockTime(asOf, timeZone)}`} variant="warning">
      {problemWords(problem).advice}
    </Alert>
  );
}
