/**
 * Follows what people did in Slack. Each is in the outbox before Slack was answered, so none is lost; whoever came first
 * wins, and anybody else is told, alone, how it stands.
 */
import { clickCommand } from '../handoff/commands/click-command.ts';
import type { Ran } from '../handoff/commands/command.ts';
import { runCommand } from '../handoff/commands/run-command.ts';
import type { HandoffStep } from '../handoff/handoff-change.ts';
import type { ClaimedEffect, EffectOutcome } from '../outbox/effect.ts';
import { type Claimed, failed, ofKind, type Settlement } from '../outbox/lane.ts';
import { notConnected } from '../outbox/post-note.ts';
import { waitForSlack } from '../outbox/settle-message.ts';
import type { SlackLane } from '../outbox/slack-lane.ts';
import { untilReconnected } from '../slack/alert-place.ts';
import { tellPresser, whoAreYou } from './tell-presser.ts';
import { whoPressed } from './who-pressed.ts';

export type ClicksLane = Pick<SlackLane, 'portalId' | 'store' | 'gateway' | 'state' | 'clock' | 'operator'> & {
  slackApiUrl: string;
  /** A handoff has changed. */
  onFollowed: () => void;
};

/** Those on one handoff in their order; one that waits for Slack holds up no other handoff. */
export async function runClicksLane(lane: ClicksLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const clicks = Map.groupBy(ofKind(effects, 'follow click'), ({ effect }) => effect.handoffId);
  const settled = await Promise.all(
    [...clicks.values()].map(async (some) => {
      const outcomes: Settlement[] = [];
      for (const effect of some) outcomes.push({ effect, outcome: await followClick(lane, effect) });
      return outcomes;
    }),
  );
  return settled.flat();
}

async function followClick(lane: ClicksLane, claimed: Claimed<'follow click'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, clock } = lane;
  const click = claimed.effect;
  if (gateway === null) return waitForSlack(lane, claimed, untilReconnected(notConnected));
  const who = await whoPressed(gateway, click);
  if (who.outcome === 'stranger') return failed('it was done in a workspace that is not connected to this portal');
  if (who.outcome === 'later') {
    return waitForSlack(lane, claimed, who.needsOperator ? untilReconnected(who.reason) : who);
  }
  if (who.outcome === 'unknown') {
    await tellPresser({ ...lane, gateway }, click, whoAreYou);
    return { outcome: 'done', result: { outcome: 'refused' } };
  }
  const step = clickStep(lane, claimed, who.email);
  const ran = (await store.transactHandoff(portalId, { handoffId: click.handoffId }, clock.now(), step)) ?? noHandoff;
  if (ran.outcome === 'done') lane.onFollowed();
  if (ran.outcome !== 'done' || ran.isTold) await tellPresser({ ...lane, gateway }, click, ran.say);
  return { outcome: 'done', result: { outcome: ran.outcome } };
}

/** `isTold`: whoever pressed reads it, also of what was done. */
type Told = Pick<Ran<never>, 'outcome' | 'say'> & { isTold?: boolean };

const noHandoff: Told = { outcome: 'refused', say: 'There is no such handoff any more.' };

/** As of when it was done, however long Slack could not say by whom. */
function clickStep(
  { state, operator }: ClicksLane,
  { effect, createdAt }: Claimed<'follow click'>,
  email: string,
): HandoffStep<Told> {
  return (context) => {
    if (context.handoff === null) return { answer: noHandoff };
    const command = clickCommand(effect, context.handoff);
    if (typeof command === 'string') return { answer: { outcome: 'refused', say: command } };
    const actor = { email, via: 'Slack' as const };
    const ran = runCommand(command, { context, state, actor, operators: operator.emails, now: createdAt });
    const { outcome, say } = ran;
    if (ran.outcome !== 'done') return { answer: { outcome, say } };
    return { answer: { outcome, say, isTold: ran.isTold ?? false }, change: ran.change, also: ran.also };
  };
}
