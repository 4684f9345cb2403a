/** What Slack reports is kept before Slack is answered; forms are opened at once, because they cannot wait. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { clicksLane, type Effect, priorities } from '../outbox/effect.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { buttonOfAction, type Pressed, readPressed } from '../slack/buttons.ts';
import type { Click } from '../slack/click.ts';
import type { Press } from '../slack/press.ts';
import type { Interaction } from '../slack/read-interaction.ts';
import { type AsksWhy, asksWhy } from '../slack/reason-form.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore } from '../store/store.ts';
import { openReasonForm } from './open-reason-form.ts';

export type InteractionParts = {
  store: Pick<OutboxStore, 'enqueue'> & Pick<HandoffStore, 'transactHandoff'>;
  states: Pick<PortalStates, 'get'>;
  slack: ReadonlyMap<number, SlackGateway>;
  clock: Clock;
  operatorsOf: OperatorsOf;
  slackApiUrl: string;
  /** Presses of other buttons: those of notes to the operator. Takes its time; never throws. */
  onOtherPress: (press: Press) => void;
  /** Something was put into the portal's outbox. */
  onKept: (portalId: number) => void;
  log: Pick<Logger, 'error'>;
};

/** Resolves when what was done is on disk; looking at who may do it, and asking Slack anything, comes afterwards. */
export function takeInteractions(parts: InteractionParts): (interaction: Interaction) => Promise<void> {
  return (interaction) => {
    if (interaction.kind === 'press') return takePress(parts, interaction.press);
    const { submission } = interaction;
    const { id, portalId, button, reason, ...origin } = submission;
    return keep(parts, portalId, id, { ...origin, button, choice: reason, responseUrl: null });
  };
}

async function takePress(parts: InteractionParts, press: Press): Promise<void> {
  const button = buttonOfAction(press.actionId);
  const pressed = button && readPressed(press.value);
  if (button === null || pressed === null) {
    parts.onOtherPress(press);
    return;
  }
  if (asksWhy(button)) {
    const { portalId } = pressed;
    openForm(parts, button, press, pressed).catch((err) =>
      parts.log.error({ portalId, err }, 'a form could not be opened'),
    );
    return;
  }
  const { portalId, handoffId, choice } = pressed;
  const { id, userId, teamId, channel, ts, threadTs, responseUrl } = press;
  const click: Click = { button, handoffId, choice, userId, teamId, channel, ts, threadTs, responseUrl };
  await keep(parts, portalId, id, click);
}

async function openForm(parts: InteractionParts, button: AsksWhy, press: Press, pressed: Pressed): Promise<void> {
  const { store, states, slack, slackApiUrl, clock } = parts;
  const gateway = slack.get(pressed.portalId);
  const state = await states.get(pressed.portalId);
  if (!gateway || !state) return;
  const operators = await parts.operatorsOf(pressed.portalId);
  await openReasonForm({ store, gateway, state, operators, slackApiUrl, now: clock.now() }, button, press, pressed);
}

/** The value names a portal: of one that this Slack is not connected to, nothing is kept. */
async function keep(parts: InteractionParts, portalId: number, id: string, click: Click): Promise<void> {
  if (!parts.slack.has(portalId)) return;
  const effect: Effect = {
    kind: 'follow click',
    ...click,
    key: `click:${click.handoffId}:${id}`,
    lane: clicksLane,
    priority: priorities.crossing,
  };
  await parts.store.enqueue(portalId, [effect], parts.clock.now());
  parts.onKept(portalId);
}
