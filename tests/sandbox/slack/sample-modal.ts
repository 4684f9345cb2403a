/** A modal that asks for a reason, and Tom, who opens it by pressing a button. */
import type { ModalView } from '@slack/web-api';
import type { OpenView } from '../../../sandbox/slack/workspace.ts';
import { plain, type SlackWithApp } from './slack-with-app.ts';

export const tom = 'U0TOM0001';

export const reasons = [
  { text: plain('Not a fit'), value: 'no_fit' },
  { text: plain('Bad timing'), value: 'timing' },
];
export const modal: ModalView = {
  type: 'modal',
  title: plain('Send back'),
  submit: plain('Send back'),
  close: plain('Cancel'),
  callback_id: 'zo_return',
  private_metadata: '{"handoff":7}',
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why?'),
      element: { type: 'radio_buttons', action_id: 'reason', options: reasons },
    },
    {
      type: 'input',
      block_id: 'note',
      label: plain('A note'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'until',
      label: plain('Come back'),
      element: { type: 'static_select', action_id: 'when', options: reasons, initial_option: reasons[1] },
    },
  ],
};

/** Tom presses a button; what the app may open a modal with. */
export async function trigger(slack: SlackWithApp): Promise<string> {
  const { ts } = await slack.client.chat.postMessage({
    channel: 'C0HANDOFF',
    text: 'New SQL',
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'back', text: plain('Send back') }] }],
  });
  await slack.call('POST', '/sandbox/click', { channel: 'C0HANDOFF', ts, actionId: 'back', user: tom });
  return slack.payload().trigger_id;
}

export async function open(slack: SlackWithApp, change: Partial<ModalView> = {}): Promise<string> {
  const { view } = await slack.client.views.open({ trigger_id: await trigger(slack), view: { ...modal, ...change } });
  return view?.id ?? '';
}

export async function openViews(slack: SlackWithApp): Promise<OpenView[]> {
  return (await slack.call<{ views: OpenView[] }>('GET', '/sandbox/state')).body.views;
}
