/**
 * Databases of either engine with the people in them whom the load generator names, filled by the product's own store in this
 * process: normalised and folded as at the door, only in larger commits. Afterwards everybody has been decided, and nothing waits.
 */
import { type MessageContext, normaliseMessage } from '../../backend/ingest/normalise-message.ts';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';
import { openPostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { packAll } from '../../backend/store/sqlite/pack-events.ts';
import { decideAll } from './decide-everybody.ts';
import { eventNames } from './load/messages.ts';
import { askPostgres, isPostgres, settlePostgres } from './postgres-databases.ts';
import { portalId } from './product.ts';

/** Everybody's first event introduces them; the others are spread over the month that ended yesterday. */
export type Users = { users: number; companies: number; eventsEach: number };

const dayMs = 86_400_000;
const monthDays = 30;
const eventsPerCommit = 5_000;

/** A product has run on the database before, so that the portal is there. */
export async function fillUsers(
  database: string,
  playbookSource: string,
  filled: Users,
  say: (line: string) => void,
): Promise<void> {
  const file = isPostgres(database) ? null : await openSqliteStore(database, { neverFlushed: true });
  const store = file ?? (await openPostgresStore(database));
  try {
    const portal = await store.portal(portalId);
    const read = readPlaybook(playbookSource);
    if (portal === null || 'errors' in read) throw new Error('there is no portal, or no playbook for it');
    const rules = { playbook: read.playbook, timeZone: portal.timeZone };
    const now = Date.now();
    const peoplePerCommit = Math.max(1, Math.floor(eventsPerCommit / filled.eventsEach));
    for (let first = 0; first < filled.users; first += peoplePerCommit) {
      const events = [];
      for (let user = first; user < Math.min(first + peoplePerCommit, filled.users); user += 1) {
        for (let index = 0; index < filled.eventsEach; index += 1) events.push(eventOf(user, index, filled, now));
      }
      await store.acceptEvents(portalId, [events], rules);
      // As the service does meanwhile: or a round would pack what was filled.
      if (file !== null) packAll(file.connection);
      if (first % 100_000 === 0 && first > 0) say(`filling: ${first} of ${filled.users} people`);
    }
    await decideAll(store, say);
  } finally {
    await store.close();
  }
  const nothingWaits = ['DELETE FROM outbox', 'DELETE FROM dirty_persons'];
  if (isPostgres(database)) {
    for (const sql of nothingWaits) await askPostgres(database, sql);
    await settlePostgres(database);
    return;
  }
  const { connection, close } = await openSqliteStore(database, { neverFlushed: true });
  for (const sql of nothingWaits) connection.database.exec(sql);
  // As in a file that has been at work for a while.
  connection.database.exec('ANALYZE');
  await close();
}

function eventOf(user: number, index: number, { companies, eventsEach }: Users, now: number) {
  const age = 1 + (1 - (index + 1) / eventsEach) * monthDays;
  const context: MessageContext = { receivedAt: Math.floor(now - age * dayMs), source: 'server' };
  const about = {
    messageId: `fill-${String(user).padStart(8, '0')}-${String(index).padStart(4, '0')}`,
    userId: `user-${String(user).padStart(5, '0')}`,
    context: { library: { name: '@segment/analytics-node', version: '3.1.0' }, ip: '203.0.113.7' },
  };
  const message =
    index === 0
      ? {
          ...about,
          type: 'identify',
          traits: {
            email: `user${user}@company${user % companies}.test`,
            firstName: 'User',
            lastName: `Number ${user}`,
          },
        }
      : {
          ...about,
          type: 'track',
          event: eventNames[(user + index) % eventNames.length],
          properties: { plan: 'free' },
        };
  const { event, rejected } = normaliseMessage(message, context);
  if (event === undefined) throw new Error(rejected);
  return event;
}
