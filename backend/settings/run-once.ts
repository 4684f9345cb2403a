/**
 * Writes asked for from HubSpot, which repeats a request whose answer was lost: each is written down before it is done, and
 * is not done a second time. What takes longer than HubSpot waits goes on, and is told when it is asked for again.
 */
import type { Refused, StillWorking } from '@zo/shared';
import type { Clock } from '../clock.ts';
import type { PortalKey, PortalMemory } from '../portals/portal-memory.ts';
import { checkSame, createOngoing, fingerprintOf, UsedForSomethingElseError } from '../same-request.ts';
import type { AuditOutcome, NewAuditEntry, SettingsStore } from '../store/settings-store.ts';
import { answerWithinMs, withinTime } from './within-time.ts';

export type Done<Answer> = {
  answer: Answer;
  outcome: AuditOutcome;
  /** What is kept to be answered again later: without secrets. The answer itself unless given. */
  kept?: Answer;
};

type Answered = { status: string };
type Work<Answer> = (report: (words: string) => void) => Promise<Done<Answer>>;
type Running = { work: Promise<Answered>; words: string };

export type RunOnce = {
  run<Answer extends Answered>(
    portalId: number,
    entry: NewAuditEntry,
    work: Work<Answer>,
  ): Promise<Answer | Refused | StillWorking>;
  /** Entries whose work goes on now. */
  isRunning(portalId: number, requestId: string): boolean;
  /** Ends when everything under way has. */
  ended(): Promise<void>;
};

/** To the same request an answer is given again whole for this long; after that as it was kept. */
const rememberedMs = 10 * 60_000;

export type RunOnceParts = {
  store: Pick<SettingsStore, 'beginAudit' | 'endAudit'>;
  memory: PortalMemory;
  clock: Clock;
};

export function createRunOnce({ store, memory, clock }: RunOnceParts, waitMs = answerWithinMs): RunOnce {
  const ongoing = createOngoing<Running>(memory, 'writes asked for from HubSpot', rememberedMs);
  const keyOf = (portalId: number, requestId: string): PortalKey => `${portalId} ${requestId}`;

  async function begin<Answer extends Answered>(
    portalId: number,
    entry: NewAuditEntry,
    report: (words: string) => void,
    work: Work<Answer>,
  ): Promise<Answered> {
    const { entry: written, isNew } = await store.beginAudit(portalId, entry, clock.now());
    if (!isNew) {
      checkSame(fingerprintOf(written), fingerprintOf(entry));
      return (written.ended?.answer as Answered | undefined) ?? notKnown;
    }
    const end = (outcome: AuditOutcome, answer: Answered) =>
      store.endAudit(portalId, written.auditId, { at: clock.now(), outcome, answer });
    try {
      const { answer, outcome, kept = answer } = await work(report);
      await end(outcome, kept);
      return answer;
    } catch (error) {
      await end('failed', { status: 'refused', reason: 'Something went wrong on our side' } as Answered);
      throw error;
    }
  }

  return {
    async run<Answer extends Answered>(portalId: number, entry: NewAuditEntry, work: Work<Answer>) {
      try {
        const one = ongoing.take(keyOf(portalId, entry.requestId), fingerprintOf(entry), () => {
          const fresh: Running = { words: '', work: Promise.resolve(notKnown) };
          fresh.work = begin(portalId, entry, (words) => (fresh.words = words), work);
          return fresh;
        });
        const ended = await withinTime(one.work, waitMs);
        return ended === null ? { status: 'still working' as const, words: one.words } : (ended.value as Answer);
      } catch (error) {
        if (error instanceof UsedForSomethingElseError) return { status: 'refused', reason: error.message };
        throw error;
      }
    },
    isRunning: (portalId, requestId) => ongoing.isRunning(keyOf(portalId, requestId)),
    ended: () => ongoing.ended(),
  };
}

const notKnown: Refused = {
  status: 'refused',
  reason: 'It was begun before the service stopped, and nobody knows whether it ended: look, and ask anew',
};
