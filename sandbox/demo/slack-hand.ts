/** What a person does in Slack: finds a message and presses what it offers, by the words on it. */
import { messagesIn, readableText, type SlackState } from './slack-view.ts';
import type { Stage } from './story.ts';
import { waitUntil } from './wait-until.ts';

/** A machine that is busy with something else may miss Slack's three seconds. */
const tries = 3;

type Element = { type?: string; action_id?: string; text?: { text?: string } };
type Message = SlackState['messages'][number];

export type Press = {
  /** Name of whoever presses. */
  as: string;
  /** '#channel' or 'dm:name'. */
  conversation: string;
  /** A part of the message's text. */
  message: string;
  /** The words on the button. */
  button: string;
};

/**
 * Waits for the button to be there. A press that is not answered in time is repeated, as a person would; rejects when the app
 * does not acknowledge it then either.
 */
export async function press({ slack, demo }: Stage, wanted: Press, withinMs: number): Promise<void> {
  const { message, actionId } = await waitUntil<{ message: Message; actionId: string }>(
    `a button "${wanted.button}" in ${wanted.conversation} on a message with "${wanted.message}"`,
    () => {
      const state = slack.state();
      const about = messagesIn(state, wanted.conversation).filter((one) =>
        readableText(state, one.text).includes(wanted.message),
      );
      for (const one of about) {
        const actionId = findButton(one, wanted.button);
        if (actionId !== null) return { value: { message: one, actionId } };
      }
      return { instead: about.length === 0 ? 'no such message' : about.map(buttonsOf).join('; ') || 'no buttons' };
    },
    withinMs,
  );
  const user = slack.state().users.find(({ name }) => name === wanted.as);
  if (user === undefined) throw new Error(`There is nobody called ${wanted.as} in Slack.`);
  const click = { channel: message.channel, ts: message.ts, actionId, user: user.id };
  for (let tried = 1; ; tried += 1) {
    const { status, trouble } = await send(demo.slackUrl, click);
    // Whoever presses again finds the button gone when the press before was followed all the same.
    if (trouble === null || (tried > 1 && status === 404)) return;
    if (trouble !== 'operation_timeout') throw new Error(`Slack says: ${trouble}`);
    if (tried === tries) {
      throw new Error(
        `"${wanted.button}" was pressed ${tries} times, and the service took longer each time than the 3 seconds that Slack waits. ` +
          'Run the demo again when this machine is less busy.',
      );
    }
  }
}

/** `trouble`: why Slack tells whoever pressed that it did not work; null when the app took it. */
async function send(slackUrl: string, click: object): Promise<{ status: number; trouble: string | null }> {
  const response = await fetch(`${slackUrl}/sandbox/click`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(click),
  });
  const { status } = response;
  const result = (await response.json()) as { acknowledged?: boolean; reason?: string; error?: string };
  return { status, trouble: result.acknowledged ? null : (result.reason ?? result.error ?? String(status)) };
}

function elementsOf(message: Message): Element[] {
  return message.blocks.flatMap((block) => (Array.isArray(block.elements) ? (block.elements as Element[]) : []));
}

function findButton(message: Message, words: string): string | null {
  const button = elementsOf(message).find(({ type, text }) => type === 'button' && text?.text === words);
  return button?.action_id ?? null;
}

function buttonsOf(message: Message): string {
  return elementsOf(message)
    .flatMap(({ text }) => text?.text ?? [])
    .join(', ');
}
