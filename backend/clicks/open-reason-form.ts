/**
 * Opens the form that asks why. Slack takes the form for three seconds after the press, so it is opened at once; whoever may
 * not do it, or comes too late, is told so in its place.
 */
import { clickCommand } from '../handoff/commands/click-command.ts';
import { returnReasons } from '../handoff/commands/reasons.ts';
import { runCommand } from '../handoff/commands/run-command.ts';
import { namedPerson } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { Pressed } from '../slack/buttons.ts';
import type { PersonNamed } from '../slack/person-text.ts';
import type { Press } from '../slack/press.ts';
import { type AsksWhy, reasonForm } from '../slack/reason-form.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import { tellPresser, whoAreYou } from './tell-presser.ts';
import { whoPressed } from './who-pressed.ts';

export type FormParts = {
  store: Pick<HandoffStore, 'transactHandoff'>;
  gateway: SlackGateway;
  state: PortalState;
  /** Their addresses, lower case. */
  operators: readonly string[];
  slackApiUrl: string;
  now: number;
};

const pressAgain = 'Slack took too long to open the form: press again.';

export async function openReasonForm(
  parts: FormParts,
  button: AsksWhy,
  press: Press,
  { portalId, handoffId }: Pressed,
): Promise<void> {
  const { gateway, state } = parts;
  const who = await whoPressed(gateway, press);
  if (who.outcome === 'stranger') return;
  if (who.outcome === 'unknown') return tellPresser(parts, press, whoAreYou);
  if (who.outcome === 'later') return tellPresser(parts, press, pressAgain);
  const asked = await mayAsk(parts, button, { portalId, handoffId }, who.email);
  if ('refused' in asked) return tellPresser(parts, press, asked.refused);
  const { channel, ts, threadTs, triggerId } = press;
  const reasons = button === 'return' ? returnReasons : state.playbook.notAFit.reasons;
  const form = reasonForm(button, { portalId, handoffId, channel, ts, threadTs }, asked.about, reasons);
  const failure = triggerId === null ? null : await gateway.openView(triggerId, form);
  if (triggerId === null || failure !== null) await tellPresser(parts, press, pressAgain);
}

/** As the command itself would decide it now; nothing is changed. */
async function mayAsk(
  { store, state, operators, now }: FormParts,
  button: AsksWhy,
  { portalId, handoffId }: Pressed,
  email: string,
): Promise<{ about: PersonNamed } | { refused: string }> {
  const answer = await store.transactHandoff<{ about: PersonNamed } | { refused: string }>(
    portalId,
    { handoffId },
    now,
    (context) => {
      if (context.handoff === null) return { answer: { refused: gone } };
      const command = clickCommand({ button, choice: '' }, context.handoff);
      if (typeof command === 'string') return { answer: { refused: command } };
      const ran = runCommand(command, { context, state, actor: { email, via: 'Slack' }, operators, now });
      if (ran.outcome !== 'done') return { answer: { refused: ran.say } };
      return { answer: { about: namedPerson(state.portal, context) } };
    },
  );
  return answer ?? { refused: gone };
}

const gone = 'There is no such handoff any more.';
