/** A story held against the playbook before anybody lives through it, by the code that decides. Pure. */
import {
  type CompanyUsage,
  type Condition,
  clausesOf,
  type Expression,
  emptyUsage,
  evaluateCondition,
  type Group,
  isGroup,
  localDay,
  type Readiness,
  type ReadinessFacts,
  withoutNot,
} from '@zo/shared';
import { assess } from '../handoff/assess.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import { normaliseMessage } from '../ingest/normalise-message.ts';
import type { CompiledRules } from '../usage/compile-rules.ts';
import { foldEvent } from '../usage/fold-event.ts';
import { moveLastActive } from '../usage/move-last-active.ts';
import { sampleEmail, sampleGroupId, sampleUserId } from './sample-names.ts';
import { type SampleStory, type StoryMessage, storyMessages } from './sample-story.ts';

export type HeldStory = {
  readiness: Readiness;
  /** How far it is from meeting the definition: 0 when it does, at most 1 for each of its parts. */
  distance: number;
  events: number;
};

/** Holds one story after another: what the door makes of a message is looked up once for each name. */
export function storyHolder(rules: CompiledRules, now: number): (story: SampleStory) => HeldStory {
  const read = createReader(now);
  return (story) => holdStory(story, rules, now, read);
}

type Reader = (message: StoryMessage) => NormalisedEvent;

function holdStory(story: SampleStory, rules: CompiledRules, now: number, read: Reader): HeldStory {
  const { playbook, timeZone } = rules;
  const dayOf = (ms: number) => localDay(ms, timeZone);
  const today = dayOf(now);
  const { first, last } = storyMessages(story, playbook, { now, loadId: 'draft' });
  const usage = emptyUsage();
  const company: CompanyUsage = { lastActiveDays: [] };
  const events = [...first, ...last].map(read);
  for (const event of events) {
    if (event.userId === sampleUserId) foldEvent(usage, event, dayOf(event.eventAt), rules);
    else if (event.type === 'track') moveLastActive(company, null, dayOf(event.eventAt), today);
  }
  if (usage.lastActiveAt !== null) moveLastActive(company, null, dayOf(usage.lastActiveAt), today);
  const { readiness, values } = assess({
    playbook,
    profile: { userIds: [sampleUserId], email: sampleEmail, plan: story.plan },
    usage,
    company: { groupIds: [sampleGroupId], usage: company },
    hubspot: null,
    today,
    dayOf,
  });
  return { readiness, distance: distanceOf(playbook.definition.expression, values), events: events.length };
}

function createReader(now: number): Reader {
  const known = new Map<string, NormalisedEvent>();
  return ({ timestamp, messageId, ...message }) => {
    const name = JSON.stringify(message);
    let event = known.get(name);
    if (event === undefined) {
      const read = normaliseMessage({ ...message, timestamp, messageId }, { receivedAt: now, source: 'sample' });
      if (read.rejected !== undefined) throw new Error(`A sample message is refused: ${read.rejected}`);
      event = read.event;
      known.set(name, event);
    }
    return { ...event, eventAt: Date.parse(String(timestamp)) };
  };
}

/** Each part of the sentence adds what is missing of it; of alternatives the nearest counts. */
export function distanceOf(expression: Expression, values: ReadinessFacts): number {
  return clausesOf(withoutNot(expression)).reduce((sum, clause) => sum + ofTree(withoutNot(clause), values), 0);
}

function ofTree(tree: Condition | Group, values: ReadinessFacts): number {
  if (!isGroup(tree)) return ofCondition(tree, values);
  const parts = tree.operands.map((operand) => ofTree(withoutNot(operand), values));
  return tree.kind === 'or' ? Math.min(...parts) : parts.reduce((sum, one) => sum + one, 0) / parts.length;
}

const least = 0.01;

/** A number on its way is nearer than one that has not begun. */
function ofCondition(condition: Condition, values: ReadinessFacts): number {
  const { verdict, actual } = evaluateCondition(condition, values);
  if (verdict === 'met') return 0;
  if (typeof actual !== 'number') return 1;
  const wanted = wantedNumber(condition, actual);
  if (wanted === null) return 1;
  // "More than 20" is not met at 20, however near that is.
  return Math.min(1, Math.max(least, Math.abs(wanted - actual) / Math.max(Math.abs(wanted), 1)));
}

function wantedNumber(condition: Condition, actual: number): number | null {
  if (condition.kind === 'comparison') return typeof condition.value === 'number' ? condition.value : null;
  if (condition.kind === 'signal') return condition.count;
  if (condition.kind !== 'between') return null;
  return actual > condition.to ? condition.to : condition.from;
}
