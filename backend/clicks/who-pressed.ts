/** Who pressed, by e-mail address: only somebody of the workspace that is connected to the portal may speak for it. */
import type { Lookup, SlackDirectory } from '../slack/slack-directory.ts';

export type Presser =
  | { outcome: 'known'; email: string }
  /** Of another workspace: nobody there may do anything here, or hear about it. */
  | { outcome: 'stranger' }
  | { outcome: 'unknown' }
  /** Slack could not be asked. `needsOperator`: nor will it answer before it is connected again. */
  | { outcome: 'later'; afterMs: number | null; reason: string; needsOperator: boolean };

export async function whoPressed(
  directory: Pick<SlackDirectory, 'findTeam' | 'findEmail'>,
  { userId, teamId }: { userId: string; teamId: string },
): Promise<Presser> {
  const team = await directory.findTeam();
  if (team.outcome !== 'found') return notAsked(team);
  if (team.value !== teamId) return { outcome: 'stranger' };
  const email = await directory.findEmail(userId);
  if (email.outcome === 'found') return { outcome: 'known', email: email.value };
  return email.outcome === 'absent' ? { outcome: 'unknown' } : notAsked(email);
}

function notAsked(lookup: Exclude<Lookup<unknown>, { outcome: 'found' }>): Presser {
  if (lookup.outcome === 'rate limited') {
    const { retryAfterMs: afterMs } = lookup;
    return { outcome: 'later', afterMs, reason: 'Slack asks us to slow down', needsOperator: false };
  }
  const needsOperator = lookup.outcome === 'refused' && lookup.needs === 'reinstall';
  return { outcome: 'later', afterMs: null, reason: lookup.reason, needsOperator };
}
