/** One Web API method: who may call it, how often, and what it does to the workspace. */
import type { Tier } from '../rate-limits.ts';
import type { Workspace } from '../workspace.ts';

export type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown };

export type Method = {
  tier: Tier;
  /** One of these is enough; empty: any valid token. */
  scopes: string[];
  /** The app proves who it is in another way. */
  needsNoToken?: true;
  run(workspace: Workspace, args: Record<string, unknown>): Answer;
};

export function refuse(error: string, more: Record<string, unknown> = {}): Answer {
  return { ok: false, error, ...more };
}
