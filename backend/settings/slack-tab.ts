/** Whether Slack is connected, by whom, with which scopes, and where messages of each kind go. */
import type { Playbook, SlackPlace, SlackPlaceUse, SlackTab } from '@zo/shared';
import { readSlackDetails } from '../slack/connect/slack-details.ts';
import { findConversation } from '../slack/find-conversation.ts';
import { missingScopes } from '../slack/scopes.ts';
import { findShared, sharedChannels, sharingWords } from '../slack/shared-channel.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { type SlackVia, slackRemedies } from '../slack/slack-remedies.ts';
import type { Credential } from '../store/credential-store.ts';
import { withinTime } from './within-time.ts';

export type SlackTabParts = {
  slack: SlackGateway | null;
  via: SlackVia;
  /** Null: none, or the token stands in the environment. */
  credential: Credential | null;
  /** Null: none yet. */
  playbook: Playbook | null;
  canPress: boolean;
  adminEmails: readonly string[];
  /** Who asks. */
  email: string | null;
};

const slackWithinMs = 4_000;

export async function slackTab(parts: SlackTabParts): Promise<SlackTab> {
  const { slack, via, credential, canPress } = parts;
  const places = placesOf(parts);
  const [connection, found] = await Promise.all([
    connectionOf(parts),
    Promise.all(places.map((place) => lookUp(slack, place))),
  ]);
  const details = credential && readSlackDetails(credential);
  const connected = details && { by: details.connectedBy, at: details.connectedAt };
  return { connection, via: via === 'settings' ? via : 'environment', connected, canPress, places: found };
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

async function connectionOf({ slack, via, credential }: SlackTabParts): Promise<SlackTab['connection']> {
  const remedies = slackRemedies[via];
  if (credential !== null && credential.status.state !== 'active') {
    const { reason, at } = credential.status;
    return { status: 'lost', team: readSlackDetails(credential).teamName, reason, at };
  }
  if (slack === null) return { status: 'not connected', remedy: remedies.notConnected };
  const answer = (await withinTime(slack.testAuth(), slackWithinMs))?.value;
  if (answer === undefined) return { status: 'no answer', reason: 'Slack has not answered yet' };
  if (answer.outcome === 'found') {
    const { teamName, scopes } = answer.value;
    return { status: 'connected', team: teamName, missing: missingScopes(scopes) };
  }
  if (answer.outcome === 'refused') return { status: 'refused', reason: answer.reason, remedy: remedies.refused };
  return { status: 'no answer', reason: 'reason' in answer ? answer.reason : 'Slack asks us to slow down' };
}

async function lookUp(slack: SlackGateway | null, { use, name }: Place): Promise<SlackPlace> {
  if (name === null) return { use, place: null, state: 'none', words: null, sharing: null };
  const place = name.replace(/^@/, '');
  const unknown = { use, place, state: 'no answer', words: null, sharing: null } as const;
  if (slack === null) return unknown;
  const answer = (await withinTime(findConversation(slack, name), slackWithinMs))?.value;
  if (answer === undefined || answer.outcome === 'unknown') return unknown;
  if (answer.outcome === 'absent') return { ...unknown, state: 'absent', words: answer.reason };
  const shared = name.startsWith('@') ? null : findShared(await sharedChannels(slack), answer.id);
  const sharing = shared?.sharing ?? null;
  return { use, place, state: 'found', words: sharing && `${sharingWords(place, sharing)}.`, sharing };
}
