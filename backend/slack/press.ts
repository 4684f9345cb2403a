/** A press of a button, or a choice from a select, in a message, as Slack reports it. */
import { z } from 'zod';

export const pressSchema = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string().max(200).optional(),
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }),
  container: z.object({ channel_id: z.string(), message_ts: z.string(), thread_ts: z.string().optional() }),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string().max(50).optional(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

export type Press = {
  /** Slack's own name of this press: another one has another. */
  id: string;
  actionId: string;
  /** The button's, or that of what was chosen. */
  value: string;
  userId: string;
  teamId: string;
  channel: string;
  ts: string;
  /** Root of the thread the message stands in. */
  threadTs: string | null;
  /** A bearer secret: answers whoever pressed. Null when Slack gave none. */
  responseUrl: string | null;
  /** Opens one form, within three seconds. */
  triggerId: string | null;
};

export function toPress(payload: z.output<typeof pressSchema>): Press {
  const { user, team, container, response_url: responseUrl = null, actions, trigger_id: triggerId = null } = payload;
  const { action_id: actionId, action_ts: actionTs, value, selected_option: option } = actions[0]!;
  const { channel_id: channel, message_ts: ts, thread_ts: threadTs = null } = container;
  return {
    id: triggerId ?? `${user.id}:${actionTs ?? ts}:${actionId}`,
    actionId,
    value: value ?? option?.value ?? '',
    userId: user.id,
    teamId: team.id,
    channel,
    ts,
    threadTs,
    responseUrl,
    triggerId,
  };
}
