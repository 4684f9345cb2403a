import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSource, NormalisedEvent } from '../../../backend/ingest/event.ts';
import { createGroupCommit, type GroupCommitLimits } from '../../../backend/ingest/group-commit.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { emptyRules } from '../../support/ingest-server.ts';
import { createRecordingStore } from '../../support/recording-store.ts';

function event(messageId: string, source: EventSource = 'server'): NormalisedEvent {
  const message = { type: 'track', event: 'Report Created', userId: 'u1', messageId };
  return normaliseMessage(message, { receivedAt: Date.UTC(2026, 2, 3), source }).event!;
}

function events(count: number, prefix = 'm', source: EventSource = 'server'): NormalisedEvent[] {
  return Array.from({ length: count }, (_, index) => event(`${prefix}${index}`, source));
}

function open(limits: Partial<GroupCommitLimits> = {}) {
  const store = createRecordingStore();
  const failures: unknown[] = [];
  const commit = createGroupCommit({
    memory: createPortalMemory(),
    store,
    rulesFor: () => emptyRules,
    limits,
    onFailure: (_, error) => failures.push(error),
  });
  return { store, commit, failures };
}

describe('group commit', () => {
  it('commits what arrives together in one group and answers each request for itself', async () => {
    const { store, commit } = open();
    const [first, repeat, other] = await Promise.all([
      commit.submit(1, [event('a'), event('b')]),
      commit.submit(1, [event('b'), event('c')]),
      commit.submit(2, [event('a')]),
    ]);
    expect([first, repeat, other]).toEqual([
      { accepted: 2, duplicates: [] },
      { accepted: 1, duplicates: [0] },
      { accepted: 1, duplicates: [] },
    ]);
    expect(store.groups).toEqual([
      { portalId: 1, requests: 2, events: 4 },
      { portalId: 2, requests: 1, events: 1 },
    ]);
  });

  it('commits the next group while one is flushed, if it is worth a commit; a few events share the one after it', async () => {
    const { store, commit } = open();
    const disk = Promise.withResolvers<void>();
    store.flush = () => disk.promise;
    const sent = [commit.submit(1, [event('first')])];
    await sleep(20);
    sent.push(commit.submit(1, events(200, 'few')));
    await sleep(20);
    expect(store.groups.map((group) => group.events)).toEqual([1]);
    sent.push(commit.submit(1, events(56, 'many')));
    await sleep(20);
    expect(store.groups.map((group) => group.events)).toEqual([1, 256]);
    disk.resolve();
    expect((await Promise.all(sent)).map((one) => 'accepted' in one && one.accepted)).toEqual([1, 200, 56]);
    await commit.drain();
    expect(commit.isBusy()).toBe(false);
  });

  it('refuses what would fill the memory while the disk does not answer, and takes it once it does', async () => {
    const text = events(300, 'a').reduce((sum, { body }) => sum + body.length, 0);
    const { store, commit } = open({ waitingTextLength: 3 * text });
    const disk = Promise.withResolvers<void>();
    store.flush = () => disk.promise;
    const taken: Promise<unknown>[] = [];
    for (const prefix of ['a', 'b', 'c', 'd', 'e', 'f']) {
      taken.push(commit.submit(1, events(300, prefix)));
      await sleep(5);
    }
    const refused = (await Promise.all(taken.map((one) => Promise.race([one, sleep(5, 'waits')])))).filter(
      (one) => one !== 'waits',
    );
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(refused[0]).toEqual({ refused: 'portal is too fast' });
    disk.resolve();
    await Promise.all(taken);
    expect(await commit.submit(1, events(300, 'g'))).toMatchObject({ accepted: 300 });
  });

  it('closes a group at its limit and never splits a request', async () => {
    const { store, commit } = open({ groupEvents: 10 });
    await Promise.all([5, 5, 1, 25, 3].map((count, index) => commit.submit(1, events(count, `r${index}-`))));
    expect(store.groups.map((group) => group.events)).toEqual([10, 1, 25, 3]);
  });

  it('forms the next group while one commits, one at a time for a portal, without holding up another', async () => {
    const { store, commit } = open();
    const running = new Map<number, number>();
    const order: number[] = [];
    store.beforeCommit = async (portalId) => {
      running.set(portalId, (running.get(portalId) ?? 0) + 1);
      expect(running.get(portalId)).toBe(1);
      await sleep(portalId === 1 ? 60 : 1);
      running.set(portalId, 0);
      order.push(portalId);
    };
    const slow = commit.submit(1, [event('a')]);
    await sleep(10);
    const later = [commit.submit(1, [event('b')]), commit.submit(1, [event('c')])];
    await Promise.all([slow, ...later, commit.submit(2, [event('d')])]);
    expect(order).toEqual([2, 1, 1]);
    expect(store.groups.map((group) => [group.portalId, group.requests])).toEqual([
      [2, 1],
      [1, 1],
      [1, 2],
    ]);
  });

  it('retries a failed group request by request, so that one bad request costs nobody else', async () => {
    const { store, commit, failures } = open();
    store.beforeCommit = (_, requests) => {
      if (requests.flat().some(({ messageId }) => messageId === 'poison')) throw new Error('cannot be stored');
    };
    const answers = await Promise.all([
      commit.submit(1, [event('a')]),
      commit.submit(1, [event('poison')]),
      commit.submit(1, [event('b')]),
    ]);
    expect(answers).toEqual([
      { accepted: 1, duplicates: [] },
      { refused: 'store failed' },
      { accepted: 1, duplicates: [] },
    ]);
    expect(failures).toHaveLength(2);
  });

  it('does not ask a store that is away once per request, and works again when it is back', async () => {
    const { store, commit, failures } = open();
    store.beforeCommit = () => {
      throw new Error('away');
    };
    const answers = await Promise.all(events(50).map((one) => commit.submit(1, [one])));
    expect(new Set(answers.map((answer) => answer.refused))).toEqual(new Set(['store failed']));
    expect(failures).toHaveLength(4);
    store.beforeCommit = () => {};
    expect(await commit.submit(1, [event('later')])).toEqual({ accepted: 1, duplicates: [] });
  });

  it('refuses when the rules cannot be read', async () => {
    const store = createRecordingStore();
    const commit = createGroupCommit({
      memory: createPortalMemory(),
      store,
      rulesFor: () => Promise.reject(new Error('no playbook')),
    });
    expect(await commit.submit(1, [event('a')])).toEqual({ refused: 'store failed' });
  });

  it('tells a portal that is too fast to slow down, and only that one', async () => {
    const { store, commit } = open({ waitingEventsPerPortal: 100 });
    const answers = [1, 2, 3].map((request) => commit.submit(1, events(60, `r${request}-`)));
    expect(await Promise.all([...answers, commit.submit(2, [event('a')])])).toEqual([
      { accepted: 60, duplicates: [] },
      { accepted: 60, duplicates: [] },
      { refused: 'portal is too fast' },
      { accepted: 1, duplicates: [] },
    ]);
    expect(store.events).toHaveLength(121);
    expect(commit.figures().waitingEvents).toBe(0);
  });

  it('leaves its servers half of what may wait, whatever its browsers send, and its browsers what its servers leave', async () => {
    const { store, commit } = open({ waitingEventsPerPortal: 100 });
    const browser = (count: number, name: string) => commit.submit(1, events(count, name, 'browser'));
    const server = (count: number, name: string) => commit.submit(1, events(count, name));
    const answers = [
      await Promise.all([browser(49, 'a'), browser(1, 'b'), browser(1, 'c'), server(49, 'd'), server(1, 'e')]),
      await Promise.all([server(100, 'f'), browser(1, 'g')]),
      await Promise.all([browser(50, 'h')]),
    ];
    const refused = answers.map((round) => round.map((answer) => answer.refused !== undefined));
    expect(refused).toEqual([[false, false, true, false, false], [false, true], [false]]);
    expect(store.events).toHaveLength(250);
  });

  it('leaves its servers half of the room for text, too', async () => {
    const { commit } = open({ waitingTextLength: 8_000 });
    const one = event('s100').body.length;
    const send = (source: EventSource) =>
      Array.from({ length: 100 }, (_, request) => commit.submit(1, [event(`${source[0]}${100 + request}`, source)]));
    const [ofBrowsers, ofServers] = [send('browser'), send('server')];
    const taken = async (answers: typeof ofBrowsers) =>
      (await Promise.all(answers)).filter((answer) => answer.refused === undefined).length;
    const [browsers, both] = [Math.ceil(2_000 / one), Math.ceil(4_000 / one)];
    expect([await taken(ofBrowsers), await taken(ofServers)]).toEqual([browsers, both - browsers]);
  });

  it('leaves room for others, however much text a portal sends: a share for each that waits, and one more', async () => {
    const { commit } = open({ waitingTextLength: 1_000 });
    const one = events(1)[0]!.body.length;
    const many = Math.ceil(1_000 / one);
    const sent = Array.from({ length: many }, (_, request) => commit.submit(1, events(1, `r${request}-`)));
    const other = commit.submit(2, [event('a')]);
    const refused = (await Promise.all(sent)).filter((answer) => answer.refused === 'portal is too fast');
    expect(refused).toHaveLength(many - Math.ceil(500 / one));
    expect(await other).toMatchObject({ accepted: 1 });
  });

  it('tells everybody to come back when too much text waits', async () => {
    const { commit } = open({ waitingTextLength: 100 });
    const answers = await Promise.all([commit.submit(1, events(5)), commit.submit(2, [event('a')])]);
    expect(answers[1]).toEqual({ refused: 'overloaded' });
  });

  it('commits all it has taken before it is drained, and takes nothing more', async () => {
    const { store, commit } = open({ groupEvents: 1 });
    store.beforeCommit = () => sleep(5);
    const taken = events(10).map((one) => commit.submit(1, [one]));
    const drained = commit.drain();
    expect(await commit.submit(1, [event('late')])).toEqual({ refused: 'draining' });
    await drained;
    expect(store.events).toHaveLength(10);
    expect(await Promise.all(taken)).toHaveLength(10);
    await commit.drain();
  });
});
