/** `trigger_id`: what an interaction gives an app to open a modal with, once and within three seconds. */
import { randomBytes } from 'node:crypto';
import type { Workspace } from './workspace.ts';

export type Trigger = { user: string; madeAt: number; isUsed: boolean };

const usableMs = 3000;

export function makeTrigger(workspace: Workspace, user: string): string {
  const now = workspace.now();
  const id = `${Math.floor(now / 1000)}.1.${randomBytes(8).toString('hex')}`;
  workspace.triggers.set(id, { user, madeAt: now, isUsed: false });
  return id;
}

/** Uses it up and says who the modal is for, or why it opens none. */
export function takeTrigger(workspace: Workspace, id: string): { user: string } | { error: string } {
  const trigger = workspace.triggers.get(id);
  if (!trigger) return { error: 'invalid_trigger_id' };
  if (trigger.isUsed) return { error: 'exchanged_trigger_id' };
  if (workspace.now() - trigger.madeAt > usableMs) return { error: 'expired_trigger_id' };
  trigger.isUsed = true;
  return { user: trigger.user };
}
