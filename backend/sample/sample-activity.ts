/**
 * The sample activity of each portal: loaded, removed, looked at. Work goes on from where it stands, so that asking again
 * ends what was interrupted; and it asks for nothing twice, so that asking twice is asking once.
 */
import type { SampleActivityAnswer, SampleActivityRequest } from '@zo/shared';
import type { PortalStates } from '../portals/portal-state.ts';
import type { Turns } from '../portals/take-turns.ts';
import { checkSame, fingerprintOf, UsedForSomethingElseError } from '../same-request.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import { type LoadParts, loadSample } from './load-sample.ts';
import { pause } from './pause.ts';
import { type RemoveParts, removeSample } from './remove-sample.ts';
import { sampleAnswer } from './sample-answer.ts';
import { nextSample, readStoredSample, type StoredSample, saveStoredSample } from './stored-sample.ts';

export type SampleActivities = {
  /** Only looks. */
  look(portalId: number, mayChange: boolean): Promise<SampleActivityAnswer>;
  /**
   * Begins at once, and answers after a moment, whether all of it is done by then or not. `author`: who asks for it. Throws
   * UsedForSomethingElseError for a key that came with another request.
   */
  run(portalId: number, request: SampleActivityRequest, author: string): Promise<SampleActivityAnswer>;
  /** Goes on with what an earlier process left half done. Returns at once. */
  resume(portalId: number): void;
  stop(): Promise<void>;
};

export type SampleParts = Omit<LoadParts & RemoveParts, 'stopping'> & {
  states: PortalStates;
  turns: Turns;
  auditDeed: AuditDeed;
  onError: (portalId: number, error: unknown) => void;
  /** How long an answer waits for the work, in monotonic milliseconds. */
  patienceMs?: number;
};

export function createSampleActivities(given: SampleParts): SampleActivities {
  const { store, states, clock, turns, auditDeed, onError, patienceMs = 3_000 } = given;
  const stopping = new AbortController();
  const parts = { ...given, stopping: stopping.signal };

  async function look(portalId: number, mayChange: boolean): Promise<SampleActivityAnswer> {
    const state = await states.get(portalId);
    if (state === null) {
      return { status: 'not connected', missing: (await states.isKnown(portalId)) ? 'playbook' : 'portal' };
    }
    const stored = await readStoredSample(store, portalId);
    return sampleAnswer(store, { state, stored, mayChange, now: clock.now() });
  }

  /** Null: this very request was taken before. */
  async function take(
    portalId: number,
    { action, idempotencyKey }: SampleActivityRequest,
    author: string,
  ): Promise<StoredSample | null> {
    const stored = await readStoredSample(store, portalId);
    const deed = `${action} sample activity` as const;
    const asked = fingerprintOf({ author, deed, detail: '' });
    const before = stored.keys.find(({ key }) => key === idempotencyKey);
    if (before !== undefined) {
      if (before.asked !== null) checkSame(before.asked, asked);
      return null;
    }
    const keys = [...stored.keys, { key: idempotencyKey, asked }];
    const next = { ...nextSample(stored, action, clock.now()), keys };
    await auditDeed(portalId, { author, deed, detail: '' }, () => saveStoredSample(store, portalId, next, clock.now()));
    return next;
  }

  async function goOn(portalId: number, { state, loadId }: StoredSample): Promise<void> {
    if (loadId === null) return;
    if (state === 'loading') await loadSample(parts, portalId, loadId);
    if (state === 'removing') await removeSample(parts, portalId, loadId);
  }

  return {
    look,
    async run(portalId, request, author) {
      if ((await states.get(portalId)) === null) return look(portalId, true);
      const work = turns
        .inTurn(portalId, async () => {
          const taken = await take(portalId, request, author);
          if (taken !== null) await goOn(portalId, taken);
        })
        .catch((error) => {
          if (error instanceof UsedForSomethingElseError) throw error;
          onError(portalId, error);
        });
      await Promise.race([work, pause(patienceMs, stopping.signal)]);
      return look(portalId, true);
    },
    resume(portalId) {
      turns
        .inTurn(portalId, async () => goOn(portalId, await readStoredSample(store, portalId)))
        .catch((error) => onError(portalId, error));
    },
    async stop() {
      stopping.abort();
      await turns.ended();
    },
  };
}
