/** Requests with events are too many for a line each: every minute one line for each portal that sent any. */
import type { Logger } from 'pino';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { EventCounts } from './accept-messages.ts';
import type { IngestFigures } from './ingest-door.ts';

const everyMinuteMs = 60_000;
const nothing: EventCounts = { requests: 0, accepted: 0, duplicates: 0, rejected: 0, forgotten: 0, limited: 0 };

/** `stop` tells what came since the last line. */
export function summariseIngest(
  figures: () => IngestFigures,
  memory: PortalMemory,
  log: Pick<Logger, 'info'>,
  everyMs = everyMinuteMs,
): { stop(): void } {
  const told = memory.map<number, EventCounts>('events that were told');
  let toldRefused = 0;

  function tell(): void {
    const { portals, refusedRequests } = figures();
    for (const [portalId, counts] of portals) {
      const before = told.get(portalId) ?? nothing;
      const since = subtract(counts, before);
      if (since.requests + since.limited > 0) log.info({ portalId, ...since }, 'events came');
      told.set(portalId, { ...counts });
    }
    if (refusedRequests > toldRefused) {
      log.info({ requests: refusedRequests - toldRefused }, 'requests with events were refused');
    }
    toldRefused = refusedRequests;
  }

  const timer = setInterval(tell, everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      tell();
    },
  };
}

function subtract(counts: EventCounts, before: EventCounts): EventCounts {
  return {
    requests: counts.requests - before.requests,
    accepted: counts.accepted - before.accepted,
    duplicates: counts.duplicates - before.duplicates,
    rejected: counts.rejected - before.rejected,
    forgotten: counts.forgotten - before.forgotten,
    limited: counts.limited - before.limited,
  };
}
