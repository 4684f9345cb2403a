/** What becomes of each step of connecting Slack, and what has to be asked before a workspace is taken. Pure. */

/** 'unknown': not ours, or used already. */
export type NotUsable = { outcome: 'unknown' | 'expired' };

/** The portal is not connected to HubSpot, or not any more. */
export type NotServed = { outcome: 'not served'; portalId: number };

export type Opened = { outcome: 'open'; location: string; browser: string } | NotUsable | NotServed;

export type Connected = { outcome: 'connected'; portalId: number; teamName: string };

export type CameBack =
  | Connected
  | NotServed
  | { outcome: 'to confirm'; portalId: number; teamName: string; author: string; doubts: Doubt[]; offer: string }
  | { outcome: 'cancelled' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'other browser' | NotUsable['outcome'] };

export type Confirmed = Connected | NotServed | { outcome: 'kept' } | NotUsable;

export type Doubt =
  /** The portal was connected to this one. */
  | { kind: 'another workspace'; before: string }
  /** Whoever allowed it in Slack is not, by their address, who asked for it in HubSpot. Null: Slack does not say. */
  | { kind: 'another person'; email: string | null };

export type Found = {
  before: { teamId: string | null; teamName: string } | null;
  teamId: string;
  email: string | null;
  author: string;
};

/**
 * Somebody who was sent the link of a stranger would give that stranger's portal a voice in their workspace: where the two
 * are not plainly one person, the page asks.
 */
export function doubtsOf({ before, teamId, email, author }: Found): Doubt[] {
  const doubts: Doubt[] = [];
  if (before !== null && before.teamId !== teamId) doubts.push({ kind: 'another workspace', before: before.teamName });
  if (email !== author.toLowerCase()) doubts.push({ kind: 'another person', email });
  return doubts;
}
