/** What a text would change, with names. A long count goes on when HubSpot has stopped waiting, and is told when asked again. */
import { type GateReason, gateWording, type PlaybookDifference, type SimulateAnswer } from '@zo/shared';
import type { Clock } from '../clock.ts';
import { describeChanges } from '../playbook/describe-changes.ts';
import type { PlaybookChanges } from '../portals/change-playbook.ts';
import { InvalidDraftError } from '../portals/playbook-draft.ts';
import type { PortalKey, PortalMemory } from '../portals/portal-memory.ts';
import type {
  NamedChange,
  NamedChanges,
  ReadyCount,
  Simulation,
  SimulationProgress,
  TodayReport,
} from '../simulation/simulation-report.ts';
import type { PortalStore } from '../store/store.ts';
import { placeProblems } from './place-problem.ts';
import { answerWithinMs, withinTime } from './within-time.ts';

type Count = {
  source: string;
  stop: AbortController;
  progress: SimulationProgress;
  work: Promise<Simulation>;
  /** Null: it goes on. */
  endedAt: number | null;
};

export type SimulateText = (
  portalId: number,
  asker: string,
  source: string,
) => Promise<Exclude<SimulateAnswer, { status: 'not connected' }>>;

type SimulateParts = {
  store: Pick<PortalStore, 'playbook'>;
  playbooks: Pick<PlaybookChanges, 'simulate'>;
  memory: PortalMemory;
  clock: Clock;
};

/** Events go on arriving: what was counted longer ago is counted again. */
const freshForMs = 30_000;
const mostPeople = 50;

/** One count for everybody who asks: another text of theirs ends the one before. */
export function createSimulateText(
  { store, playbooks, memory, clock }: SimulateParts,
  waitMs = answerWithinMs,
): SimulateText {
  const counts = memory.map<PortalKey, Count>('texts that are counted');

  function begin(portalId: number, source: string): Count {
    const stop = new AbortController();
    const progress: Count['progress'] = { phase: 'people', done: 0, total: 0 };
    const work = playbooks.simulate(
      portalId,
      { source },
      { signal: stop.signal, onProgress: (now) => Object.assign(progress, now) },
    );
    const count: Count = { source, stop, progress, work, endedAt: null };
    const ended = () => {
      count.endedAt = clock.now();
    };
    work.then(ended, ended);
    return count;
  }

  return async (portalId, asker, source) => {
    const key: PortalKey = `${portalId} ${asker}`;
    let count = counts.get(key);
    const isFresh = count?.endedAt === null || clock.now() - (count?.endedAt ?? 0) < freshForMs;
    if (count?.source !== source || !isFresh) {
      count?.stop.abort(new Error('another text is counted instead'));
      count = begin(portalId, source);
      counts.set(key, count);
    }
    const current = count;
    try {
      const ended = await withinTime(current.work, waitMs);
      if (ended === null)
        return { status: 'still counting', done: current.progress.done, total: current.progress.total };
      const { version, today } = ended.value;
      const before = version === 0 ? null : await store.playbook(portalId, version);
      const changes = describeChanges(before?.source ?? '', source);
      return { status: 'simulated', version, changes, difference: differenceOf(today) };
    } catch (error) {
      counts.delete(key);
      if (current.stop.signal.aborted) return { status: 'still counting', done: 0, total: 0 };
      if (error instanceof InvalidDraftError)
        return { status: 'invalid', problems: placeProblems(source, error.problems) };
      throw error;
    }
  };
}

function differenceOf(today: TodayReport): PlaybookDifference {
  const { people, present, draft, added, removed, scores, notRead, takesEveryone, isRecounted } = today;
  return {
    people,
    present: present && countOf(present),
    draft: countOf(draft),
    added: peopleOf(added),
    removed: peopleOf(removed),
    scores,
    notRead: notRead.properties,
    takesEveryone,
    isRecounted,
  };
}

function countOf({ ready, free, heldBack }: ReadyCount): PlaybookDifference['draft'] {
  const held = Object.entries(heldBack) as [GateReason, number][];
  return { ready, free, heldBack: held.map(([gate, people]) => ({ reason: gateWording[gate].label, people })) };
}

function peopleOf({ count, free, people }: NamedChanges): PlaybookDifference['added'] {
  return { count, free, people: people.slice(0, mostPeople).map(personOf) };
}

function personOf({
  name,
  email,
  company,
  score,
  gate,
  before,
  after,
}: NamedChange): PlaybookDifference['added']['people'][number] {
  const isFree = gate === 'open' || gate === 'in_review';
  return { name, email, company, score, heldBack: isFree ? null : gateWording[gate].label, before, after };
}
