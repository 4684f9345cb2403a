/** Whether Slack is connected, with which scopes, and where messages of each kind go. */
import type { Playbook, SlackPlace, SlackPlaceUse, SlackTab } from '@zo/shared';
import { findConversation } from '../slack/find-conversation.ts';
import { missingScopes } from '../slack/scopes.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { withinTime } from './within-time.ts';

export type SlackTabParts = {
  slack: SlackGateway | null;
  /** Null: none yet. */
  playbook: Playbook | null;
  canPress: boolean;
  adminEmails: readonly string[];
  /** Who asks. */
  email: string | null;
};

const slackWithinMs = 4_000;

export async function slackTab(parts: SlackTabParts): Promise<SlackTab> {
  const { slack, canPress } = parts;
  const places = placesOf(parts);
  const [connection, found] = await Promise.all([
    connectionOf(slack),
    Promise.all(places.map((place) => lookUp(slack, place))),
  ]);
  return { connection, canPress, places: found };
}

type Place = { use: SlackPlaceUse; name: string | null };

/** "#channel", an id, or "@address"; null where the playbook names none. */
export function placesOf({
  playbook,
  adminEmails,
  email,
}: Pick<SlackTabParts, 'playbook' | 'adminEmails' | 'email'>): Place[] {
  const operator = playbook?.operatorChannel ?? (adminEmails[0] === undefined ? null : `@${adminEmails[0]}`);
  return [
    { use: 'alerts', name: playbook?.handoff.channel ?? null },
    { use: 'returns', name: playbook?.return?.channel ?? null },
    { use: 'review', name: playbook?.review?.channel ?? null },
    { use: 'operators', name: operator },
    { use: 'you', name: email === null ? null : `@${email}` },
  ];
}

async function connectionOf(slack: SlackGateway | null): Promise<SlackTab['connection']> {
  if (slack === null)
    return { status: 'not connected', remedy: 'Set SLACK_BOT_TOKEN on the service and start it again.' };
  const answer = (await withinTime(slack.testAuth(), slackWithinMs))?.value;
  if (answer === undefined) return { status: 'no answer', reason: 'Slack has not answered yet' };
  if (answer.outcome === 'found') {
    const { teamName, scopes } = answer.value;
    return { status: 'connected', team: teamName, missing: missingScopes(scopes) };
  }
  if (answer.outcome === 'refused') {
    const remedy = 'Install the Slack app again, and set SLACK_BOT_TOKEN to the token it shows.';
    return { status: 'refused', reason: answer.reason, remedy };
  }
  return { status: 'no answer', reason: 'reason' in answer ? answer.reason : 'Slack asks us to slow down' };
}

async function lookUp(slack: SlackGateway | null, { use, name }: Place): Promise<SlackPlace> {
  if (name === null) return { use, place: null, state: 'none', words: null };
  const place = name.replace(/^@/, '');
  const unknown = { use, place, state: 'no answer', words: null } as const;
  if (slack === null) return unknown;
  const answer = (await withinTime(findConversation(slack, name), slackWithinMs))?.value;
  if (answer === undefined || answer.outcome === 'unknown') return unknown;
  return answer.outcome === 'found'
    ? { use, place, state: 'found', words: null }
    : { use, place, state: 'absent', words: answer.reason };
}
