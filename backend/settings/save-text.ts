/** Saves a text as the next version. Asked again after an answer was lost, it finds its own version there and says so. */

import type { SaveAnswer, SaveRequest } from '@zo/shared';
import { asksOtherwise } from '../hubspot/asks-otherwise.ts';
import { describeChanges } from '../playbook/describe-changes.ts';
import { parseStored } from '../playbook/parse-stored.ts';
import { type PlaybookChanges, PlaybookReadOnlyError, TakesEveryoneError } from '../portals/change-playbook.ts';
import { InvalidDraftError } from '../portals/playbook-draft.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import { createOngoing, fingerprintOf, UsedForSomethingElseError } from '../same-request.ts';
import { PlaybookConflictError } from '../store/playbook-versions.ts';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';
import { placeProblems } from './place-problem.ts';
import { toVersion } from './playbook-tab.ts';
import { answerWithinMs, withinTime } from './within-time.ts';

export type SaveText = (
  portalId: number,
  author: string,
  request: SaveRequest,
) => Promise<Exclude<SaveAnswer, { status: 'not connected' }>>;

type Ended = Exclude<SaveAnswer, { status: 'not connected' | 'still working' }>;

type SaveParts = {
  store: Pick<PortalStore, 'playbook'>;
  playbooks: Pick<PlaybookChanges, 'save'>;
  memory: PortalMemory;
};

export function createSaveText({ store, playbooks, memory }: SaveParts, waitMs = answerWithinMs): SaveText {
  const ongoing = createOngoing<{ work: Promise<Ended> }>(memory, 'playbooks that are saved', 0);

  async function save(portalId: number, author: string, request: SaveRequest): Promise<Ended> {
    const { source, expectedVersion, reason, alertReady, allowEveryone } = request;
    try {
      const saving = { author, reason, expectedVersion, alertReady, allowEveryone };
      const { version, before, changes } = await playbooks.save(portalId, { source }, saving);
      if (version === before) return { status: 'unchanged', version };
      return { status: 'saved', version, changes, asksOtherwise: await doesAskOtherwise(portalId, before, version) };
    } catch (error) {
      if (error instanceof PlaybookConflictError) return answerConflict(portalId, author, request, error.newest);
      return refusalOf(error, source);
    }
  }

  async function answerConflict(
    portalId: number,
    author: string,
    { source, expectedVersion, reason, alertReady }: SaveRequest,
    newest: StoredPlaybook | null,
  ): Promise<Ended> {
    const base = expectedVersion === 0 ? null : await store.playbook(portalId, expectedVersion);
    if (newest === null)
      return { status: 'refused', reason: 'There is no playbook to be changed: open the page again' };
    const isOurs =
      newest.version === expectedVersion + 1 &&
      newest.source === source &&
      newest.author === author &&
      newest.reason === reason &&
      newest.alertReady === alertReady;
    if (isOurs) {
      return {
        status: 'saved',
        version: newest.version,
        changes: describeChanges(base?.source ?? '', source),
        asksOtherwise: await doesAskOtherwise(portalId, expectedVersion, newest.version),
      };
    }
    return {
      status: 'conflict',
      newest: { ...toVersion(newest), source: newest.source },
      theirs: describeChanges(base?.source ?? '', newest.source),
      yours: describeChanges(base?.source ?? '', source),
    };
  }

  /** A version that cannot be read any more says nothing: better provisioned once too often. */
  async function doesAskOtherwise(portalId: number, before: number, after: number): Promise<boolean> {
    const [one, other] = await Promise.all([before, after].map((version) => store.playbook(portalId, version)));
    try {
      return other == null || asksOtherwise(one == null ? null : parseStored(one), parseStored(other));
    } catch {
      return true;
    }
  }

  return async (portalId, author, request) => {
    const { requestId, ...detail } = request;
    try {
      const { work } = ongoing.take(
        `${portalId} ${requestId}`,
        fingerprintOf({ author, deed: 'save', detail }),
        () => ({
          work: save(portalId, author, request),
        }),
      );
      const ended = await withinTime(work, waitMs);
      return ended?.value ?? { status: 'still working', words: 'Everybody is held against the new version' };
    } catch (error) {
      if (error instanceof UsedForSomethingElseError) return { status: 'refused', reason: error.message };
      throw error;
    }
  };
}

function refusalOf(error: unknown, source: string): Ended {
  if (error instanceof InvalidDraftError) return { status: 'invalid', problems: placeProblems(source, error.problems) };
  if (error instanceof TakesEveryoneError) {
    return { status: 'takes everyone', ready: error.today.draft.ready, people: error.today.people };
  }
  if (error instanceof PlaybookReadOnlyError) return { status: 'refused', reason: error.message };
  throw error;
}
