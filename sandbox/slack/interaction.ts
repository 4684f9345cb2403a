/** A person clicks a button: a signed form post to the app's interactivity URL, which has three seconds to answer. */
import { createHmac, randomBytes } from 'node:crypto';
import { describeMessage } from './methods/chat.ts';
import type { Block, Message, Workspace } from './workspace.ts';

export type Click = {
  channel: string;
  ts: string;
  actionId: string;
  /** User id of who clicks. */
  user: string;
  /** Tests only: how the request is spoilt. */
  forge?: 'wrong signature' | 'no signature' | 'old timestamp';
};

export type ClickResult =
  | { acknowledged: true; status: number; ms: number }
  /** What the person would see as an error next to the button. */
  | { acknowledged: false; status: number | null; ms: number; reason: string };

export type ResponseUrl = { channel: string; ts: string; user: string; usesLeft: number; validUntil: number };

const answerWithinMs = 3000;
const responseUrlUses = 5;
const responseUrlMs = 30 * 60_000;

/** A sentence when there is no such button; otherwise what the app answered. */
export async function sendClick(
  workspace: Workspace,
  click: Click,
  interactivityUrl: string,
  responseUrls: Map<string, ResponseUrl>,
): Promise<ClickResult | string> {
  const message = workspace.messages.find(({ channel, ts }) => channel === click.channel && ts === click.ts);
  if (!message) return 'there is no such message';
  const button = findButton(message.blocks, click.actionId);
  if (!button) return `the message has no button ${click.actionId}`;
  const secret = randomBytes(12).toString('hex');
  responseUrls.set(secret, {
    channel: click.channel,
    ts: click.ts,
    user: click.user,
    usesLeft: responseUrlUses,
    validUntil: workspace.now() + responseUrlMs,
  });
  const payload = payloadOf(
    workspace,
    message,
    button,
    click,
    `${workspace.url}/actions/${workspace.team.id}/1/${secret}`,
  );
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  workspace.journal.record({ kind: 'button clicked', channel: click.channel, ts: click.ts, actionId: click.actionId });
  return post(interactivityUrl, body, signatureHeaders(workspace, body, click.forge));
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<ClickResult> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.arrayBuffer();
    const { status } = response;
    return status === 200
      ? { acknowledged: true, status, ms: elapsed() }
      : { acknowledged: false, status, ms: elapsed(), reason: `the app answered ${status}` };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return {
      acknowledged: false,
      status: null,
      ms: elapsed(),
      reason: late ? 'operation_timeout' : 'the app was not reachable',
    };
  }
}

export function signatureHeaders(workspace: Workspace, body: string, forge?: Click['forge']): Record<string, string> {
  if (forge === 'no signature') return {};
  const timestamp = Math.floor(workspace.now() / 1000) - (forge === 'old timestamp' ? 600 : 0);
  const secret = forge === 'wrong signature' ? 'another secret' : workspace.installation.signingSecret;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}

function findButton(blocks: Block[], actionId: string): { block: Block; element: Block } | null {
  for (const block of blocks) {
    const elements = [
      ...((block.elements as Block[] | undefined) ?? []),
      ...(block.accessory ? [block.accessory as Block] : []),
    ];
    const element = elements.find((each) => each.type === 'button' && each.action_id === actionId);
    if (element) return { block, element };
  }
  return null;
}

function payloadOf(
  workspace: Workspace,
  message: Message,
  { block, element }: { block: Block; element: Block },
  click: Click,
  responseUrl: string,
): Record<string, unknown> {
  const channel = workspace.channels.find(({ id }) => id === click.channel);
  const user = workspace.users.find(({ id }) => id === click.user);
  const seconds = workspace.now() / 1000;
  return {
    type: 'block_actions',
    api_app_id: workspace.app.id,
    token: 'deprecated',
    trigger_id: `${Math.floor(seconds)}.1.${randomBytes(8).toString('hex')}`,
    team: { id: workspace.team.id, domain: workspace.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: click.user, username: user?.name, name: user?.name, team_id: workspace.team.id },
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    message: describeMessage(workspace, message),
    state: { values: {} },
    response_url: responseUrl,
    actions: [
      {
        type: 'button',
        action_id: element.action_id,
        block_id: block.block_id,
        text: element.text,
        ...(element.value === undefined ? {} : { value: element.value }),
        action_ts: seconds.toFixed(6),
      },
    ],
  };
}
