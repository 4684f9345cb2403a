/** A story: named steps, each of which says something, does it, and waits until it can be seen on the platforms. */
import type { Followed } from './follow-sandbox.ts';
import type { HubspotState } from './hubspot-state.ts';
import type { StoryStepView } from './page-state.ts';
import type { Product } from './product.ts';
import type { SlackState } from './slack-view.ts';
import type { Demo } from './start-demo.ts';

export type Stage = {
  demo: Demo;
  product: Product;
  hubspot: Followed<HubspotState>;
  slack: Followed<SlackState>;
  /** What a step remembers for a later one. */
  kept: Map<string, string>;
};

export type StoryStep = {
  say: string;
  do: (stage: Stage) => Promise<void>;
  /** Waits until it can be seen and says what was seen; rejects, naming what was seen instead, when it did not happen. */
  expect: (stage: Stage) => Promise<string>;
};

export type PlayedStep = { say: string; seen: string; seconds: number };

export class StoryBroken extends Error {
  readonly step: string;
  constructor(step: string, cause: Error) {
    super(cause.message, { cause });
    this.step = step;
  }
}

/** What the page shows of the story's progress. */
export type Progress = { steps: StoryStepView[]; changed: () => void };

export function storyProgress(story: StoryStep[], changed: () => void): Progress {
  return { steps: story.map(({ say }) => ({ title: say, state: 'waiting', said: null })), changed };
}

/** Plays every step in order; rejects with StoryBroken at the first that did not happen. */
export async function playStory(
  story: StoryStep[],
  stage: Stage,
  progress: Progress,
  tell: (line: string) => void,
): Promise<PlayedStep[]> {
  const played: PlayedStep[] = [];
  for (const [index, step] of story.entries()) {
    const startedAt = performance.now();
    const show = (state: StoryStepView['state'], said: string | null) => {
      progress.steps[index] = { title: step.say, state, said };
      progress.changed();
    };
    show('playing', null);
    tell(`\n${index + 1}. ${step.say}`);
    try {
      await step.do(stage);
      const seen = await step.expect(stage);
      const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
      played.push({ say: step.say, seen, seconds });
      show('done', seen);
      tell(`   ${seen.replaceAll('\n', '\n   ')}  (${seconds} s)`);
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      show('failed', cause.message);
      throw new StoryBroken(step.say, cause);
    }
  }
  return played;
}
