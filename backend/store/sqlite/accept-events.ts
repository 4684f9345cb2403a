import { localWeek } from '@zo/shared';
import { isHistory, type NormalisedEvent } from '../../ingest/event.ts';
import { withForgotten } from '../../privacy/with-forgotten.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { foldGroup } from '../../usage/fold-group.ts';
import type { LoadedState } from '../../usage/group-state.ts';
import type { Came } from '../../usage/marks.ts';
import type { AcceptedRequest, FoldRules } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { takeCounter } from './counter-rows.ts';
import { findForgotten } from './forgotten-people.ts';
import { loadGroup } from './load-group.ts';
import { checkCurrent } from './rules-in-force.ts';
import { writeGroup } from './write-group.ts';

/** See IngestStore.acceptEvents. The clock of the group is the latest `receivedAt` in it. */
export function acceptEvents(
  connection: SqliteConnection,
  portalId: number,
  requests: NormalisedEvent[][],
  rules: FoldRules,
): AcceptedRequest[] {
  return connection.transaction(() => {
    checkCurrent(connection, portalId, rules);
    const { results, fresh } = keepMessageIds(connection, portalId, requests);
    const forgotten = findForgotten(connection, portalId, fresh, rules);
    const kept = forgotten.size === 0 ? fresh : fresh.filter((event) => !forgotten.has(event));
    if (kept.length > 0) foldFresh(connection, portalId, kept, rules);
    return withForgotten(results, requests, forgotten);
  });
}

/** Of what may not be kept the ids are, too: a repeat of it is answered as any other repeat. */
function keepMessageIds(connection: SqliteConnection, portalId: number, requests: NormalisedEvent[][]) {
  const insert = connection.statement(
    'INSERT INTO message_ids (portal_id, message_id, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const fresh: NormalisedEvent[] = [];
  const results = requests.map((events): AcceptedRequest => {
    const duplicates: number[] = [];
    for (const [index, event] of events.entries()) {
      if (insert.run(portalId, event.messageId, event.receivedAt).changes === 1) fresh.push(event);
      else duplicates.push(index);
    }
    return { accepted: events.length - duplicates.length, duplicates };
  });
  return { results, fresh };
}

function foldFresh(connection: SqliteConnection, portalId: number, fresh: NormalisedEvent[], rules: FoldRules): void {
  const firstSeq = takeCounter(connection, portalId, 'event', fresh.length);
  const now = fresh.reduce((latest, event) => Math.max(latest, event.receivedAt), 0);
  const state = loadGroup(connection, portalId, fresh);
  const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
  const accepted = fresh.map((event, index) => ({ event, seq: firstSeq + index }));
  const changes = foldGroup(state, accepted, compileRules(rules), now);

  takeIds(connection, portalId, state, free);
  const keep = connection.statement(
    'INSERT INTO events (portal_id, seq, person_id, received_at, source, body_json) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const [index, { event, seq }] of accepted.entries()) {
    keep.run(portalId, seq, changes.personIds[index], event.receivedAt, event.source, event.body);
  }
  const isPast = fresh.every(({ source }) => isHistory(source));
  const came: Came = isPast ? { as: 'history' } : { as: 'live', week: localWeek(now, rules.timeZone) };
  writeGroup(connection, portalId, changes, now, came);
}

/** Moves the portal's sequences past the ids that the fold gave out. */
export function takeIds(
  connection: SqliteConnection,
  portalId: number,
  after: LoadedState,
  before: { personId: number; companyId: number },
): void {
  const persons = after.nextPersonId - before.personId;
  const companies = after.nextCompanyId - before.companyId;
  if (persons > 0) takeCounter(connection, portalId, 'person', persons);
  if (companies > 0) takeCounter(connection, portalId, 'company', companies);
}
