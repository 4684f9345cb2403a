import { Alert, Flex } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { clockTime, type Home } from '@zo/shared';
import { problemWords } from './problem-words.ts';

type Props = { home: Home; problem: BackendProblem | null };

/** What changes how everything below is to be read. Most of the time nothing. */
export function Notices({ home, problem }: Props) {
  const { live, eventsReceived } = home;
  const stale =
    problem === null ? null : (
      <Alert title={`Not up to date: as of ${clockTime(home.asOf, home.portal.timeZone)}`} variant="warning">
        {problemWords(problem).advice}
      </Alert>
    );
  const noEvents = eventsReceived ? null : (
    <Alert title="No event has reached us from your product yet" variant="info">
      Make a write key in the settings of Zo Handoff and send the first event; everybody it tells of appears here within
      seconds.
    </Alert>
  );
  const watching =
    live.goLiveAt === null ? (
      <Alert title="Watch mode: nobody is alerted" variant="info">
        People are scored and decided about, and no handoff is made. Go live in the settings of Zo Handoff when you are
        ready.
      </Alert>
    ) : null;
  const direct =
    live.isWorkflowWanted && live.performedBy === 'direct' && live.goLiveAt !== null ? (
      <Alert title="HubSpot’s workflow is not in place" variant="warning">
        Zo Handoff assigns and alerts by itself until the workflow is provisioned in the settings and turned on.
      </Alert>
    ) : null;
  if (stale === null && noEvents === null && watching === null && direct === null) return null;
  return (
    <Flex direction="column" gap="small">
      {stale}
      {noEvents}
      {watching}
      {direct}
    </Flex>
  );
}
