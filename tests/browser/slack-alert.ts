/** What the app of these tests posts and opens: an alert with a button, a select and a question, and a modal. */
import type { Locator } from 'playwright-core';
import { plain } from '../sandbox/slack/slack-with-app.ts';
import type { SlackPage } from './slack-page.ts';

export const channel = 'C0HANDOFF';
export const [maria, tom] = ['U0MARIA01', 'U0TOM0001'];

const option = (text: string, value: string) => ({ text: plain(text), value });

const claim = { type: 'button' as const, action_id: 'claim', text: plain('Claim'), value: '7' };
const snooze = {
  type: 'static_select' as const,
  action_id: 'snooze',
  placeholder: plain('Snooze'),
  options: [option('1 hour', '60'), option('Tomorrow', '1440')],
};
const sendBack = {
  type: 'button' as const,
  action_id: 'back',
  text: plain('Send back'),
  confirm: {
    title: plain('Send her back?'),
    text: plain('Marketing has her.'),
    confirm: plain('Yes'),
    deny: plain('No'),
  },
};
const why = {
  type: 'input' as const,
  block_id: 'why',
  label: plain('Why?'),
  element: {
    type: 'radio_buttons' as const,
    action_id: 'r',
    options: [option('Not a fit', 'no'), option('Timing', 't')],
  },
};
const note = {
  type: 'input' as const,
  block_id: 'note',
  optional: true,
  label: plain('A note'),
  hint: plain('Marketing reads it.'),
  element: { type: 'plain_text_input' as const, action_id: 'n', multiline: true },
};
const modal = {
  type: 'modal' as const,
  title: plain('Send back'),
  submit: plain('Send'),
  blocks: [why, note],
  notify_on_close: true,
};

export type Alert = { ts: string; message: Locator; button: (name: string) => Locator };

/** Resolves when the page shows it. */
export async function postAlert({ slack, page }: SlackPage, text: string): Promise<Alert> {
  const { ts = '' } = await slack.client.chat.postMessage({
    channel,
    text,
    blocks: [
      { type: 'section', text: plain(text) },
      { type: 'actions', block_id: 'act', elements: [claim, snooze, sendBack] },
    ],
  });
  const message = page.locator(`[data-row="${channel} message ${ts}"]`);
  await message.waitFor();
  return { ts, message, button: (name) => message.getByRole('button', { name }) };
}

/** From now on the app answers a press with the modal, and takes what is submitted. */
export function answerWithModal({ slack }: SlackPage): void {
  slack.answer = async ({ type, trigger_id }) => {
    if (type === 'block_actions') await slack.client.views.open({ trigger_id, view: modal });
  };
}
