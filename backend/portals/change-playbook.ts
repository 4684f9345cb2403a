/** Changing a portal's playbook: simulated first, saved as a version, rolled back as a version. */

import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { describeChanges } from '../playbook/describe-changes.ts';
import { simulateHistory } from '../simulation/simulate-history.ts';
import { simulateToday } from '../simulation/simulate-today.ts';
import type { Simulation, SimulationProgress, TodayReport } from '../simulation/simulation-report.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { PlaybookConflictError } from '../store/playbook-versions.ts';
import type { SimulationStore } from '../store/simulation-store.ts';
import type { Normalise, PortalStore } from '../store/store.ts';
import { type Draft, type ReadDraft, type ReadSource, readDraft } from './playbook-draft.ts';
import type { PortalMemory } from './portal-memory.ts';
import type { PortalState } from './portal-state.ts';

export type Saving = {
  author: string;
  reason: string;
  /** The version that was changed; absent: whichever is in force. */
  expectedVersion?: number;
  /** People whom this version makes ready are alerted, not only listed. */
  alertReady: boolean;
  /** Also when it would make all but everybody ready. */
  allowEveryone: boolean;
};

export type SavedPlaybook = {
  version: number;
  /** The version that was in force until now: the same when there was nothing to be saved. */
  before: number;
  /** Line by line against the version before; '' when nothing changed and none was saved. */
  changes: string;
  today: TodayReport;
};

/** What long work tells, and how it is stopped. */
export type SimulationOptions = { onProgress?: (progress: SimulationProgress) => void; signal?: AbortSignal };

export type InForce = {
  version: number;
  /** The canonical sentence. */
  definition: string;
};

export type PlaybookChanges = {
  /** Why nothing may be saved, in words; null where versions are saved. */
  readOnly: string | null;
  /** Null while there is no playbook. */
  inForce(portalId: number): Promise<InForce | null>;
  /** `withHistory`: held against the past as well, which takes longer. */
  simulate(
    portalId: number,
    draft: Draft,
    options?: SimulationOptions & { withHistory?: boolean },
  ): Promise<Simulation>;
  save(portalId: number, draft: Draft, saving: Saving): Promise<SavedPlaybook>;
  /** A new version with the text of an older one. */
  rollBack(portalId: number, version: number, saving: Saving): Promise<SavedPlaybook>;
};

/** The PLAYBOOK file is the truth: it is changed there, and nowhere else. */
export class PlaybookReadOnlyError extends Error {
  constructor() {
    super('The PLAYBOOK file is the truth here: change the file and restart, or start without PLAYBOOK');
    this.name = 'PlaybookReadOnlyError';
  }
}

export class TakesEveryoneError extends Error {
  readonly today: TodayReport;

  constructor(today: TodayReport) {
    const { draft, people } = today;
    super(`With this playbook ${draft.ready} of ${people} people would be ready: it hardly tells them apart`);
    this.name = 'TakesEveryoneError';
    this.today = today;
  }
}

export class NoSuchVersionError extends Error {
  constructor(version: number) {
    super(`There is no version ${version} of this portal's playbook: \`zo playbook versions\` lists them`);
    this.name = 'NoSuchVersionError';
  }
}

export type ChangeParts = {
  memory: PortalMemory;
  store: PortalStore & SimulationStore & HistoryStore;
  stateOf: (portalId: number) => Promise<PortalState | null>;
  readSource: ReadSource;
  gatewayOf: (portalId: number) => HubspotGateway | null;
  normalise: Normalise;
  now: () => number;
  isReadOnly: boolean;
  /** Puts the saved version in force. */
  onSaved: (portalId: number) => Promise<void>;
};

type Simulated = { source: string; version: number; at: number; today: TodayReport };

/** For how long a simulation stands for the same draft of the same version: about as long as somebody looks at it. */
const freshForMs = 60_000;

export function createPlaybookChanges(parts: ChangeParts): PlaybookChanges {
  const { store, memory, stateOf, now } = parts;
  const latest = memory.map<number, Simulated>('the draft simulated last');

  async function simulateRead(portalId: number, draft: ReadDraft, options: SimulationOptions): Promise<TodayReport> {
    const [state, portal] = await Promise.all([stateOf(portalId), store.portal(portalId)]);
    const version = draft.newest?.version ?? 0;
    const today = await simulateToday({
      store,
      portalId,
      present: state?.playbook ?? null,
      draft: draft.playbook,
      timeZone: portal?.timeZone ?? 'UTC',
      stageOrder: state?.stageOrder ?? [],
      normalise: parts.normalise,
      now: now(),
      ...options,
    });
    latest.set(portalId, { source: draft.source, version, at: now(), today });
    return today;
  }

  async function simulatePast(portalId: number, { playbook }: ReadDraft, { onProgress, signal }: SimulationOptions) {
    const portal = await store.portal(portalId);
    return simulateHistory({
      store,
      portalId,
      gateway: parts.gatewayOf(portalId),
      rules: { playbook, timeZone: portal?.timeZone ?? 'UTC' },
      normalise: parts.normalise,
      now: now(),
      onProgress: (done, total) => onProgress?.({ phase: 'past', done, total }),
      signal,
    });
  }

  function lookedAt(portalId: number, { source, newest }: ReadDraft): TodayReport | null {
    const known = latest.get(portalId);
    if (known?.source !== source || known.version !== (newest?.version ?? 0)) return null;
    return now() - known.at <= freshForMs ? known.today : null;
  }

  async function saveRead(portalId: number, draft: ReadDraft, saving: Saving): Promise<SavedPlaybook> {
    const { source, properties, newest } = draft;
    const { author, reason, alertReady, allowEveryone } = saving;
    const version = newest?.version ?? 0;
    if (saving.expectedVersion !== undefined && saving.expectedVersion !== version) {
      throw new PlaybookConflictError(saving.expectedVersion, newest);
    }
    const today = lookedAt(portalId, draft) ?? (await simulateRead(portalId, draft, {}));
    if (today.takesEveryone && !allowEveryone) throw new TakesEveryoneError(today);
    const saved = await store.savePlaybook(
      portalId,
      { source, properties, author, reason, alertReady },
      now(),
      version,
    );
    latest.delete(portalId);
    if (saved.version !== version) await parts.onSaved(portalId);
    return { version: saved.version, before: version, changes: describeChanges(newest?.source ?? '', source), today };
  }

  return {
    readOnly: parts.isReadOnly ? new PlaybookReadOnlyError().message : null,
    async inForce(portalId) {
      const state = await stateOf(portalId);
      return state && { version: state.playbookVersion, definition: state.playbook.definition.sentence };
    },
    async simulate(portalId, draft, { withHistory = false, ...options } = {}) {
      const read = await readDraft(parts, portalId, draft);
      const today = await simulateRead(portalId, read, options);
      const history = withHistory ? await simulatePast(portalId, read, options) : null;
      return { version: read.newest?.version ?? 0, today, history };
    },
    async save(portalId, draft, saving) {
      if (parts.isReadOnly) throw new PlaybookReadOnlyError();
      return saveRead(portalId, await readDraft(parts, portalId, draft), saving);
    },
    async rollBack(portalId, version, saving) {
      if (parts.isReadOnly) throw new PlaybookReadOnlyError();
      const older = await store.playbook(portalId, version);
      if (older === null) throw new NoSuchVersionError(version);
      const read = await readDraft(parts, portalId, { source: older.source });
      const reason = `back to version ${version}${saving.reason === '' ? '' : `: ${saving.reason}`}`;
      return saveRead(portalId, read, { ...saving, reason });
    },
  };
}
