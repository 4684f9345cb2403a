/** A press of a button, as Slack reports it. */
import { z } from 'zod';

const pressSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }),
  container: z.object({ channel_id: z.string(), message_ts: z.string() }),
  response_url: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

export type Press = {
  actionId: string;
  value: string;
  userId: string;
  teamId: string;
  channel: string;
  ts: string;
  /** A bearer secret: answers whoever pressed. Null when Slack gave none. */
  responseUrl: string | null;
};

/** Null for interactions that are no press of a button in a message. */
export function readPress(rawBody: Uint8Array): Press | null {
  const payload = new URLSearchParams(Buffer.from(rawBody).toString('utf8')).get('payload');
  const parsed = pressSchema.safeParse(parseJson(payload ?? ''));
  if (!parsed.success) return null;
  const { user, team, container, response_url: responseUrl = null, actions } = parsed.data;
  const { action_id: actionId, value = '' } = actions[0]!;
  const { channel_id: channel, message_ts: ts } = container;
  return { actionId, value, userId: user.id, teamId: team.id, channel, ts, responseUrl };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
