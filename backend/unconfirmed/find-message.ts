/**
 * The message in Slack that somebody says is the one which may or may not have been sent. What people write the app may not
 * read, nor what it wrote itself; so a message is refused by where it stands, when it was posted, and what is known of it.
 */
import type { Handoff } from '../handoff/handoff.ts';
import { handoffOfMessage } from '../handoff/message-keys.ts';
import type { FoundMessage, UnconfirmedEffect } from '../handoff/steps/unconfirmed.ts';
import { alternativesTo } from '../outbox/post-alert.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { findConversation } from '../slack/find-conversation.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import { type RestoredMark, restoredSetting } from '../store/restored-mark.ts';
import type { PortalStore } from '../store/store.ts';
import { handoffIdOf, type UnconfirmedStore } from '../store/unconfirmed-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { type LinkedMessage, readMessageLink } from './message-link.ts';
import { placeOf, placeWords } from './unconfirmed-words.ts';

export type FindParts = {
  store: Pick<UnconfirmedStore, 'unconfirmedEffect' | 'messageAt'> &
    Pick<HandoffStore, 'handoff'> &
    Pick<PortalStore, 'portal' | 'setting'>;
  states: Pick<PortalStates, 'get'>;
  slack: ReadonlyMap<number, SlackGateway>;
  operatorsOf: OperatorsOf;
};

/** By its link, for what is unconfirmed under that key. */
export type FindMessage = (portalId: number, key: string, link: string) => Promise<FoundMessage | { refused: string }>;

/** Slack's clock may be behind ours. */
const clocksDifferMs = 5 * 60_000;
const orLeaveItOut = 'Take the link of the right one, or leave --link out: it then counts as sent, and is not edited.';

export function messageFinder({ store, states, slack, operatorsOf }: FindParts): FindMessage {
  return async (portalId, key, text) => {
    const linked = readMessageLink(text);
    if (linked === null) {
      return {
        refused: `"${text}" is no link to a message in Slack: take the one that "Copy link" of the message gives.`,
      };
    }
    const gateway = slack.get(portalId);
    const link = (await gateway?.permalink(linked.channel, linked.ts)) ?? null;
    if (gateway === undefined || link === null) {
      return {
        refused:
          'Slack shows the app no message under that link. See whether Slack is connected (`zo doctor`) and the link is of the ' +
          'right message, or leave --link out: the message then counts as posted, and is not edited.',
      };
    }
    const message = { ...linked, link };
    const found = await store.unconfirmedEffect(portalId, key);
    // Settling says why.
    if (found === null) return message;
    const why =
      (await whyNotThere(portalId, gateway, found, linked)) ??
      (await whyNotThen(portalId, found, linked)) ??
      (await whyAnother(portalId, found, linked));
    return why === null ? message : { refused: `${why} ${orLeaveItOut}` };
  };

  /** Where it would be may be unknown by now, as after a channel was renamed. */
  async function whyNotThere(
    portalId: number,
    gateway: SlackGateway,
    found: UnconfirmedEffect,
    { channel }: LinkedMessage,
  ): Promise<string | null> {
    const names = await namesOf(portalId, found);
    if (names === null) return 'It is no message in Slack.';
    const conversations = await Promise.all(names.map((name) => findConversation(gateway, name)));
    const isElsewhere = names.length > 0 && conversations.every((one) => one.outcome === 'found' && one.id !== channel);
    return isElsewhere ? `That message is not in ${placeWords(placeOf(found))}.` : null;
  }

  /** Conversations it may stand in, by the names that Slack is asked for. Null: it is not in Slack. */
  async function namesOf(portalId: number, found: UnconfirmedEffect): Promise<string[] | null> {
    const place = placeOf(found);
    if (place.in === 'HubSpot') return null;
    const state = await states.get(portalId);
    if (place.in === 'operators') {
      const channel = state?.playbook.operatorChannel ?? null;
      const direct = (await operatorsOf(portalId)).map((email) => `@${email}`);
      return [...(channel === null ? [] : [channel]), ...direct];
    }
    const handoffId = handoffIdOf(found);
    const handoff = handoffId === null ? null : await store.handoff(portalId, handoffId);
    const instead = handoff === null || state === null ? null : nameInstead(found, handoff, state);
    return [place.in === 'channel' ? place.channel : `@${place.email}`, ...(instead === null ? [] : [instead])];
  }

  async function whyNotThen(
    portalId: number,
    { createdAt }: UnconfirmedEffect,
    { ts }: LinkedMessage,
  ): Promise<string | null> {
    const mark = (await store.setting(portalId, restoredSetting)) as RestoredMark | null;
    const since = sentSince(createdAt, mark);
    if (Number(ts) * 1_000 >= since - clocksDifferMs) return null;
    const { timeZone } = (await store.portal(portalId)) ?? {};
    return `That message was posted before ${momentWords(since, timeZone)}, when it was first wanted.`;
  }

  /** Several portals may share a workspace, and a channel there; one that is known to none of them may still be anything. */
  async function whyAnother(portalId: number, found: UnconfirmedEffect, linked: LinkedMessage): Promise<string | null> {
    const known = await store.messageAt(portalId, linked);
    const ofHandoff = handoffOfMessage(known ?? '');
    if (known !== null && ofHandoff !== null && ofHandoff !== handoffOfMessage(found.key)) {
      return `That is the message of another handoff (${known}).`;
    }
    // Of the same handoff settling says so.
    if (known !== null && ofHandoff === null) return `That is another message (${known}).`;
    for (const other of slack.keys()) {
      if (other === portalId || (await store.messageAt(other, linked)) === null) continue;
      return 'That is a message of another HubSpot account.';
    }
    return null;
  }
}

/** An alert whose place was not there went to the other one. */
function nameInstead(
  { effect }: UnconfirmedEffect,
  handoff: Handoff,
  state: Parameters<typeof alternativesTo>[2],
): string | null {
  if (effect.kind !== 'post alert') return null;
  const { fallback, fallbackIsPlanned } = alternativesTo(effect.place, handoff, state);
  if (fallback === null || fallbackIsPlanned) return null;
  return fallback.to === 'channel' ? fallback.channel : `@${fallback.email}`;
}

/** What is wanted just after a restore may have been sent at any time since the backup. */
export function sentSince(createdAt: number, mark: RestoredMark | null): number {
  if (mark === null || createdAt < mark.restoredAt || createdAt > (mark.quietUntil ?? createdAt)) return createdAt;
  return mark.takenAt ?? 0;
}
