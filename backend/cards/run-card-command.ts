/**
 * One thing that somebody does on the card: the same commands that Slack runs, each key once. What it was answered is kept in the
 * transaction that does it, so that asking again, however often, does nothing and gets the same answer.
 */
import type { HandoffCommandAnswer, HandoffCommandRequest } from '@zo/shared';
import type { Clock } from '../clock.ts';
import { cardCommand, handOffAsked } from '../handoff/commands/card-command.ts';
import type { Ran } from '../handoff/commands/command.ts';
import { noActivity, runHandOff } from '../handoff/commands/hand-off.ts';
import { runCommand } from '../handoff/commands/run-command.ts';
import { refused } from '../handoff/commands/why-not.ts';
import type { HandoffChange, HandoffContext } from '../handoff/handoff-change.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { cleanText } from '../slack/slack-text.ts';
import type { HandoffStore } from '../store/handoff-store.ts';

export type CardCommandParts = {
  store: Pick<HandoffStore, 'transactHandoff'>;
  clock: Clock;
  /** Their addresses, lower case. */
  operators: readonly string[];
  /** Who waits for an owner comes before anybody new. */
  drainHeld: (portalId: number) => Promise<void>;
};

type Answer = Pick<HandoffCommandAnswer, 'status' | 'say'>;
/** `asked`: what the key was used for. */
type Kept = Answer & { asked: string };

/** The key was used before, for something else. */
export class KeyUsedError extends Error {}

export async function runCardCommand(
  parts: CardCommandParts,
  state: PortalState,
  email: string,
  request: HandoffCommandRequest,
): Promise<Answer> {
  const { portalId } = state.portal;
  const { contactId, handoffId, command, idempotencyKey } = request;
  const callbackId = `card:${email}:${idempotencyKey}`;
  const asked = `${contactId} ${handoffId} ${command}`;
  if (command === 'hand off') await parts.drainHeld(portalId);
  const now = parts.clock.now();
  const selector = handoffId === null ? { contactId, callbackId } : { handoffId, callbackId };
  const kept = await parts.store.transactHandoff<Kept>(portalId, selector, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Kept };
    if (handoffId !== null && context.record?.recordId !== contactId) return { answer: { ...unknown, asked } };
    const ran = run(request, context, { state, email, operators: parts.operators, now });
    const answer = { status: ran.outcome, say: ran.say, asked };
    const call = { callbackId, action: 'card', answer };
    return ran.outcome === 'done' ? { answer, change: ran.change, also: ran.also, call } : { answer, call };
  });
  if (kept === null) return handoffId === null ? { status: 'refused', say: noActivity } : unknown;
  // Of somebody who was erased since, nothing is kept.
  if (kept.asked === undefined) return unknown;
  if (kept.asked !== asked) throw new KeyUsedError();
  return { status: kept.status, say: kept.say };
}

const unknown: Answer = { status: 'unknown handoff', say: 'There is no such handoff any more.' };

type By = { state: PortalState; email: string; operators: readonly string[]; now: number };

function run(request: HandoffCommandRequest, context: HandoffContext, by: By): Ran<HandoffChange> {
  // One visible line: it stands in messages and properties.
  const said = { reason: cleanText(request.reason ?? '') || null, choice: request.choice ?? null };
  const parts = { ...by, context, actor: { email: by.email, via: 'card' as const } };
  if (request.command === 'hand off') {
    const handOff = handOffAsked(said);
    return typeof handOff === 'string' ? refused(handOff) : runHandOff(handOff, parts);
  }
  if (context.handoff === null) return refused(unknown.say);
  const command = cardCommand(request.command, said, context.handoff);
  return typeof command === 'string' ? refused(command) : runCommand(command, parts);
}
