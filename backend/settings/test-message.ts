/** A message to one of the places the playbook names, so that somebody sees that it arrives. Posted at most once. */
import type { Playbook, SlackPlaceUse, TestMessageDone, TestMessageRequest } from '@zo/shared';
import { notConnected } from '../outbox/post-note.ts';
import { findConversation } from '../slack/find-conversation.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { slackText } from '../slack/slack-text.ts';
import type { Done, RunOnce } from './run-once.ts';
import { placesOf } from './slack-tab.ts';

export type TestMessageParts = {
  once: Pick<RunOnce, 'run'>;
  slack: SlackGateway | null;
  playbook: Playbook | null;
  adminEmails: readonly string[];
};

const purposes: Record<SlackPlaceUse, string> = {
  alerts: 'alerts about people who are ready for sales',
  returns: 'notes about handoffs that go back to marketing',
  review: 'questions whether somebody should be handed off',
  operators: 'notes that something is not as the playbook says',
  you: 'direct messages to you',
};

export function sendTestMessage(
  { once, slack, playbook, adminEmails }: TestMessageParts,
  portalId: number,
  author: string,
  { requestId, use }: TestMessageRequest,
): Promise<TestMessageDone> {
  const name = placesOf({ playbook, adminEmails, email: author }).find((one) => one.use === use)?.name ?? null;
  const place = name?.replace(/^@/, '') ?? '';
  const entry = { requestId, author, deed: 'send test message', detail: place === '' ? use : `to ${place}` } as const;
  return once.run<TestMessageDone>(portalId, entry, async () => {
    if (slack === null) return refused(notConnected);
    if (name === null) return refused('The playbook names no place for these messages: choose a channel first');
    const conversation = await findConversation(slack, name);
    if (conversation.outcome === 'absent') return refused(conversation.reason);
    if (conversation.outcome === 'unknown') return failed('Slack could not be asked: try again in a minute');
    const text = `Test message from Zo Handoff, asked for by ${slackText(author, 200)}: ${purposes[use]} arrive here.`;
    const posted = await slack.postMessage({ channel: conversation.id, text });
    switch (posted.outcome) {
      case 'posted': {
        const link = await slack.permalink(posted.channel, posted.ts);
        return { answer: { status: 'done', place, link }, outcome: 'done' };
      }
      case 'refused':
        return refused(posted.reason);
      case 'ambiguous':
        return failed(`${posted.reason}. It may have arrived: look in Slack before you send another`);
      case 'not sent':
        return failed(posted.reason);
      case 'rate limited':
        return failed('Slack asks us to slow down: try again in a minute');
    }
  });
}

function refused(reason: string): Done<TestMessageDone> {
  return { answer: { status: 'refused', reason }, outcome: 'refused' };
}

function failed(reason: string): Done<TestMessageDone> {
  return { answer: { status: 'refused', reason }, outcome: 'failed' };
}
