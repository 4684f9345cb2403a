/** What happens to portals in a life: events, decisions, handoffs, links, effects, settings; the same for each, by seed. */
import fc from 'fast-check';
import type { FoldRules } from '../../backend/store/store.ts';
import type { EitherStore } from './engines.ts';
import { type EventStream, eventStreams } from './event-streams.ts';
import { event } from './events.ts';
import { dayMs, timeZone } from './handoffs.ts';
import { acmePlaybook } from './playbooks.ts';
import { type ActsAt, act, storeActs } from './store-acts.ts';

const people = ['ann', 'ben', 'cat', 'dan', 'eve'];

export type StoryAt = { portalId: number; now: number };

export function storyRules(): FoldRules {
  return { playbook: acmePlaybook(), timeZone };
}

/** Events of a month before `now`, and as many runs of acts as seeds. `between`: what is looked at after each run. */
export async function playStory(
  store: EitherStore,
  { portalId, now }: StoryAt,
  seeds: number[],
  between: (at: ActsAt) => Promise<unknown> = async () => {},
): Promise<void> {
  const rules = storyRules();
  const at: ActsAt = { portalId, rules, now };
  await setUp(store, at);
  for (const seed of seeds) {
    const [acts] = fc.sample(storeActs, { seed, numRuns: 1 });
    const [stream] = fc.sample(eventStreams, { seed, numRuns: 1 });
    for (const group of eventsOf(stream!, seed, now)) await store.acceptEvents(portalId, group, rules);
    for (const one of acts!) await act(store, one, at);
    await act(store, { what: 'decide' }, at);
    await store.wakeDue(portalId, now, rules, 1_000);
    await between(at);
  }
}

/** Under ids of their own, so that each run's are new, and received shortly before now. */
function eventsOf({ groups, now: end }: EventStream, seed: number, now: number) {
  return groups.map((group) =>
    group.map((request) =>
      request.map((one) => {
        const moved = {
          ...one,
          messageId: `${seed} ${one.messageId}`,
          receivedAt: one.receivedAt + now - end,
          eventAt: one.eventAt + now - end,
        };
        return { ...moved, body: JSON.stringify({ ...moved, body: '' }) };
      }),
    ),
  );
}

async function setUp(store: EitherStore, { portalId, rules, now }: ActsAt): Promise<void> {
  await store.savePortal({
    portalId,
    timeZone,
    uiDomain: 'app.hubspot.com',
    scopes: ['oauth'],
    goLiveAt: 1,
    createdAt: 1,
  });
  const keyHash = `hash of ${portalId}`.padEnd(64, '0');
  await store.addWriteKey(keyHash, { portalId, source: 'server', name: 'Production' }, now);
  await store.savePlaybook(
    portalId,
    { source: 'signals: {}', properties: [], author: 'ops', reason: '', alertReady: false },
    now,
  );
  await store.saveSetting(portalId, 'owners', [{ id: '71', email: 'maria@acme.test' }], now);
  await store.raiseAlarm(portalId, 'slack', `Alerts of ${portalId} wait.`, now);
  await store.saveCredential(portalId, 'hubspot', { sealed: 'k1.x.y', expiresAt: now, details: {} }, now);
  await store.saveCredential(
    portalId,
    'slack',
    { sealed: 'k1.x.y', expiresAt: null, details: {}, slackTeamId: `T${portalId}` },
    now,
  );
  await store.noteDropped(portalId, new Map([['traits.phone', 2]]), now);
  const month = Array.from({ length: 30 }, (_, day) =>
    people.map((userId) =>
      event({
        userId,
        groupId: day === 0 ? 'g1' : null,
        type: day === 0 ? 'group' : 'track',
        name: day === 0 ? null : day === 1 ? 'Onboarding Completed' : 'Report Created',
        messageId: `${userId} of ${day}`,
        receivedAt: now - (30 - day) * dayMs,
      }),
    ),
  );
  for (const day of month) await store.acceptEvents(portalId, [day], rules);
  const addresses = people.map((userId) =>
    event({
      userId,
      type: 'identify',
      name: null,
      email: `${userId}@finpilot.test`,
      messageId: `${userId} is`,
      receivedAt: now,
    }),
  );
  await store.acceptEvents(portalId, [addresses], rules);
}
