/** What Slack tells of the app itself (Events API): a challenge, or that a workspace is lost. */
import { z } from 'zod';

export type SlackEvent =
  | { kind: 'challenge'; challenge: string }
  | {
      kind: 'loss';
      eventId: string;
      teamId: string;
      what: 'app removed' | 'token revoked';
      /** Whose bot token was revoked; null: all of the workspace. */
      botUserIds: string[] | null;
      /** Milliseconds; Slack tells whole seconds. */
      happenedAt: number;
    };

const lossSchema = z.object({
  type: z.literal('event_callback'),
  team_id: z.string().min(1).max(50),
  event_id: z.string().min(1).max(100),
  event_time: z.number().int().nonnegative(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      tokens: z.object({ bot: z.array(z.string()).default([]) }),
    }),
  ]),
});

const challengeSchema = z.object({ type: z.literal('url_verification'), challenge: z.string().min(1).max(500) });

const schema = z.discriminatedUnion('type', [challengeSchema, lossSchema]);

/** Null for what needs nothing but to be acknowledged. */
export function readSlackEvent(body: unknown): SlackEvent | null {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return null;
  if (parsed.data.type === 'url_verification') return { kind: 'challenge', challenge: parsed.data.challenge };
  const { event_id: eventId, team_id: teamId, event_time: seconds, event } = parsed.data;
  const about = { kind: 'loss', eventId, teamId, happenedAt: seconds * 1_000 } as const;
  if (event.type === 'app_uninstalled') return { ...about, what: 'app removed', botUserIds: null };
  // Tokens of people, which this app never asks for.
  if (event.tokens.bot.length === 0) return null;
  return { ...about, what: 'token revoked', botUserIds: event.tokens.bot };
}
