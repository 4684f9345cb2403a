/** The sample person lives through the story that fits the playbook: events by the way that every client's events take. */
import type { Clock } from '../clock.ts';
import { operatorLane } from '../drift/note-differences.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { Submitted } from '../ingest/group-commit.ts';
import { normaliseMessage } from '../ingest/normalise-message.ts';
import { priorities } from '../outbox/effect.ts';
import type { SampleStore } from '../store/sample-store.ts';
import type { FoldRules, OutboxStore, PortalStore } from '../store/store.ts';
import { compileRules } from '../usage/compile-rules.ts';
import { fitStory } from './fit-story.ts';
import { pause } from './pause.ts';
import { sampleAlertKey } from './sample-effects.ts';
import { type StoryMessage, storyMessages } from './sample-story.ts';
import { readStoredSample, saveStoredSample } from './stored-sample.ts';

export type LoadParts = {
  store: SampleStore & Pick<PortalStore, 'setting' | 'saveSetting'> & Pick<OutboxStore, 'enqueue'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  accept: (portalId: number, events: NormalisedEvent[]) => Promise<Submitted>;
  clock: Clock;
  /** Somebody is to be decided, or something waits in the outbox. */
  wake: (portalId: number) => void;
  stopping: AbortSignal;
};

const lookEveryMs = 50;
/** A decision takes milliseconds; when it has not come by then, the story goes on without. */
const decidedWithinMs = 5_000;

/** `loadId` is the moment it was asked for: told again, the story has the same events at the same times. */
export async function loadSample(parts: LoadParts, portalId: number, loadId: string): Promise<void> {
  const { store, clock } = parts;
  const rules = await parts.rulesFor(portalId);
  const now = Number(loadId);
  const { story } = fitStory(compileRules(rules), now);
  const { first, last } = storyMessages(story, rules.playbook, { now, loadId });
  await send(parts, portalId, first);
  // So that what the story comes down to makes the person cross, and is told as the reason.
  await untilDecided(parts, portalId);
  await send(parts, portalId, last);
  const work = await store.sampleWork(portalId);
  if (work === null) throw new Error('the sample person is not there after its events were accepted');
  const { personId } = work.person;
  const alert = { kind: 'post sample alert' as const, personId };
  await store.enqueue(
    portalId,
    [{ ...alert, key: sampleAlertKey(loadId), lane: operatorLane, priority: priorities.routine }],
    clock.now(),
  );
  const stored = await readStoredSample(store, portalId);
  await saveStoredSample(store, portalId, { ...stored, state: 'loaded' }, clock.now());
  parts.wake(portalId);
  await untilDecided(parts, portalId);
}

async function send({ accept, clock }: LoadParts, portalId: number, messages: StoryMessage[]): Promise<void> {
  const receivedAt = clock.now();
  const events = messages.map((message) => {
    const read = normaliseMessage(message, { receivedAt, source: 'sample' });
    if (read.rejected !== undefined) throw new Error(`a sample message is refused: ${read.rejected}`);
    return read.event;
  });
  const submitted = await accept(portalId, events);
  if (submitted.refused !== undefined) throw new Error(`sample events were not accepted: ${submitted.refused}`);
}

async function untilDecided({ store, wake, stopping }: LoadParts, portalId: number): Promise<void> {
  const until = performance.now() + decidedWithinMs;
  while (performance.now() < until && !stopping.aborted) {
    const work = await store.sampleWork(portalId);
    if (work !== null && work.decision !== null && work.dirtySince === null) return;
    wake(portalId);
    await pause(lookEveryMs, stopping);
  }
}
