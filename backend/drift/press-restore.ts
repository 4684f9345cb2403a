/** "Restore" pressed in Slack: who may, what became of it, and how everybody reads it. */
import type { Logger } from 'pino';
import { readRestoreValue } from '../outbox/post-drift-note.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { PortalState, PortalStates } from '../portals/portal-state.ts';
import { restoreActionId } from '../slack/drift-note.ts';
import type { Press } from '../slack/press.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { escapeText, mention } from '../slack/slack-text.ts';
import { whisper } from '../slack/whisper.ts';
import type { DriftWatch } from './drift-watch.ts';
import type { RestoreAnswer } from './restore-workflow.ts';

export type PressParts = {
  watch: Pick<DriftWatch, 'restore'>;
  states: Pick<PortalStates, 'get'>;
  slack: ReadonlyMap<number, SlackGateway>;
  operatorsOf: OperatorsOf;
  slackApiUrl: string;
  log: Pick<Logger, 'info' | 'error'>;
};

/** For the route: Slack has had its answer already, so nothing may be thrown. */
export function takePresses(parts: PressParts): (press: Press) => Promise<void> {
  return (press) =>
    pressRestore(parts, press).catch((err) => {
      const portalId = readRestoreValue(press.value)?.portalId;
      parts.log.error({ portalId, err }, 'a press of a button could not be followed');
    });
}

async function pressRestore(parts: PressParts, press: Press): Promise<void> {
  const order = press.actionId === restoreActionId ? readRestoreValue(press.value) : null;
  const gateway = order && parts.slack.get(order.portalId);
  const state = order && (await parts.states.get(order.portalId));
  if (!order || !gateway || !state) return;
  // The value names a portal; only the workspace that is connected to it may speak for it.
  const identity = await gateway.testAuth();
  if (identity.outcome !== 'found' || identity.value.teamId !== press.teamId) return;
  const who = await whoMay(parts, state, gateway, press);
  if ('refused' in who) {
    await tell(parts, press, who.refused);
    return;
  }
  const { portalId, workflow, since } = order;
  // Restored or failed, the note itself says so.
  const words = await parts.watch
    .restore(portalId, { workflow, since, by: who.by, mention: mention(press.userId) })
    .then(
      (answer) => wordsOf(answer),
      (error: Error) => notRestored(error.message),
    );
  if (words !== null) await tell(parts, press, words);
}

function wordsOf(answer: RestoreAnswer): string | null {
  if (answer.outcome === 'not compared') return notRestored(answer.reason);
  return answer.outcome === 'nothing to restore' ? 'There is nothing to restore: it no longer differs so.' : null;
}

function notRestored(reason: string): string {
  return `It could not be restored: ${escapeText(reason)}`;
}

/** Whoever pressed, and nobody else. */
async function tell({ slackApiUrl, log }: PressParts, { responseUrl, value }: Press, text: string): Promise<void> {
  const isTold = responseUrl !== null && (await whisper(responseUrl, text, slackApiUrl));
  if (!isTold)
    log.info(
      { portalId: readRestoreValue(value)?.portalId, text },
      'an answer to a press of a button could not be given',
    );
}

type Who = { by: string } | { refused: string };

/** The portal's operators; without any, whoever is in the operator channel. */
async function whoMay(
  { operatorsOf }: PressParts,
  { playbook, portal }: PortalState,
  gateway: SlackGateway,
  { userId, channel }: Press,
): Promise<Who> {
  const operatorEmails = await operatorsOf(portal.portalId);
  if (operatorEmails.length > 0) {
    let isAnswered = true;
    for (const email of operatorEmails) {
      const user = await gateway.findUserByEmail(email);
      if (user.outcome === 'found' && user.value.userId === userId) return { by: email };
      isAnswered &&= user.outcome === 'found' || user.outcome === 'absent';
    }
    if (!isAnswered) return { refused: 'Slack could not be asked who may restore the workflow: press again later.' };
    return {
      refused:
        'Only an operator of Zo may restore the workflow: whoever installed the app, or those named in ADMIN_EMAILS.',
    };
  }
  const operators = playbook.operatorChannel === null ? null : await gateway.findChannel(playbook.operatorChannel);
  if (operators?.outcome === 'found' && operators.value.id === channel) {
    const member = await gateway.isMember(channel, userId);
    if (member.outcome === 'found' && member.value) return { by: `Slack user ${userId}` };
  }
  return { refused: 'Only members of the operator channel may restore the workflow.' };
}
