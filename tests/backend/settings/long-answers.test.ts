import type { SaveRequest } from '@zo/shared';
import type { PlaybookChanges, SavedPlaybook } from '../../../backend/portals/change-playbook.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { createSaveText } from '../../../backend/settings/save-text.ts';
import { createSimulateText } from '../../../backend/settings/simulate-text.ts';
import type { Simulation } from '../../../backend/simulation/simulation-report.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';

const portalId = 7;
let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

const ready = { ready: 3, free: 2, heldBack: { handed_off: 1 } };
const today: Simulation['today'] = {
  people: 10,
  present: null,
  draft: ready,
  added: { count: 0, free: 0, people: [] },
  removed: { count: 0, free: 0, people: [] },
  scores: { rise: 0, fall: 0 },
  notRead: { people: 0, properties: [] },
  takesEveryone: false,
  isRecounted: false,
};

/** Counts that end when the test says so. */
function counting() {
  const begun: { source: string; signal: AbortSignal | undefined; end: () => void }[] = [];
  const simulate: PlaybookChanges['simulate'] = (_portalId, draft, options = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Simulation>();
    options.onProgress?.({ phase: 'people', done: 4, total: 10 });
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    const source = 'source' in draft ? draft.source : '';
    begun.push({ source, signal: options.signal, end: () => resolve({ version: 0, today, history: null }) });
    return promise;
  };
  return { begun, simulate };
}

describe('a count that takes longer than HubSpot waits', () => {
  const clock = (at: { now: number }) => ({ now: () => at.now, plausibleNows: () => [at.now] });

  it('says how far it is, goes on, and is told when it is asked for again', async () => {
    const { begun, simulate } = counting();
    const ask = createSimulateText(
      { store, playbooks: { simulate }, memory: createPortalMemory(), clock: clock({ now: 0 }) },
      0,
    );
    expect(await ask(portalId, 'ops@acme.test', 'a')).toEqual({ status: 'still counting', done: 4, total: 10 });
    expect(await ask(portalId, 'ops@acme.test', 'a')).toEqual({ status: 'still counting', done: 4, total: 10 });
    begun[0]!.end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await createAnswer(ask, 'a')).toMatchObject({
      status: 'simulated',
      difference: { draft: { ready: 3, free: 2, heldBack: [{ reason: 'Handed off', people: 1 }] } },
    });
    expect(begun).toHaveLength(1);
  });

  it('ends when the same person asks for another text, and not when somebody else does', async () => {
    const { begun, simulate } = counting();
    const ask = createSimulateText(
      { store, playbooks: { simulate }, memory: createPortalMemory(), clock: clock({ now: 0 }) },
      0,
    );
    await ask(portalId, 'ops@acme.test', 'a');
    await ask(portalId, 'maria@acme.test', 'b');
    expect(begun[0]!.signal?.aborted).toBe(false);
    await ask(portalId, 'ops@acme.test', 'c');
    expect(begun.map(({ source, signal }) => [source, signal?.aborted])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });

  it('is counted again when what is known has become old', async () => {
    const at = { now: 0 };
    const { begun, simulate } = counting();
    const ask = createSimulateText(
      { store, playbooks: { simulate }, memory: createPortalMemory(), clock: clock(at) },
      0,
    );
    await ask(portalId, 'ops@acme.test', 'a');
    begun[0]!.end();
    await new Promise((resolve) => setImmediate(resolve));
    at.now = 31_000;
    await ask(portalId, 'ops@acme.test', 'a');
    expect(begun).toHaveLength(2);
  });
});

/** The limit of 0 ms lets even a finished count lose now and then: it is asked for again, as the page does. */
async function createAnswer(ask: ReturnType<typeof createSimulateText>, source: string) {
  for (let times = 0; times < 50; times += 1) {
    const answer = await ask(portalId, 'ops@acme.test', source);
    if (answer.status !== 'still counting') return answer;
  }
  throw new Error('still counting');
}

describe('a save that takes longer than HubSpot waits', () => {
  const request: SaveRequest = {
    requestId: 'save-1234',
    source: 'score: []',
    expectedVersion: 0,
    reason: '',
    alertReady: false,
    allowEveryone: false,
  };

  it('goes on, and the same request again finds it ended', async () => {
    const { promise, resolve } = Promise.withResolvers<SavedPlaybook>();
    let times = 0;
    const save: PlaybookChanges['save'] = () => {
      times += 1;
      return promise;
    };
    const ask = createSaveText({ store, playbooks: { save }, memory: createPortalMemory() }, 5);
    expect(await ask(portalId, 'ops@acme.test', request)).toMatchObject({ status: 'still working' });
    resolve({ version: 1, before: 0, changes: '+ score: []', today });
    expect(await ask(portalId, 'ops@acme.test', request)).toEqual({
      status: 'saved',
      version: 1,
      changes: '+ score: []',
      asksOtherwise: true,
    });
    expect(times).toBe(1);
  });

  it('is not what another request with its id gets to know', async () => {
    const save: PlaybookChanges['save'] = () => new Promise(() => undefined);
    const ask = createSaveText({ store, playbooks: { save }, memory: createPortalMemory() }, 5);
    await ask(portalId, 'ops@acme.test', request);
    const refused = { status: 'refused', reason: 'This request id was used for something else' };
    expect(await ask(portalId, 'ops@acme.test', { ...request, reason: 'calmer' })).toEqual(refused);
    expect(await ask(portalId, 'tom@acme.test', request)).toEqual(refused);
  });
});
