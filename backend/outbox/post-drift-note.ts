import { driftSettings, type PostedNote, type StoredWorkflows } from '../drift/drift.ts';
import { portalWords } from '../portals/name-portal.ts';
import { renderDriftNote } from '../slack/drift-note.ts';
import { findOperator } from '../slack/operator-place.ts';
import type { EffectOutcome, RestoredByNote } from './effect.ts';
import { backoffMs, type Claimed, done, failed, later } from './lane.ts';
import { notConnected, settleNote } from './post-note.ts';
import type { SlackLane } from './slack-lane.ts';

/** Without anybody to tell in Slack the alarm alone tells: it stands until the difference is gone. */
export async function postDriftNote(lane: SlackLane, claimed: Claimed<'post drift note'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, state, operator } = lane;
  const { headline, lines, restores } = claimed.effect;
  if (gateway === null) return failed(notConnected);
  if (restores !== null && !(await isStillSo(lane, restores))) return done;
  const place = await findOperator(gateway, state.playbook.operatorChannel, operator);
  if (place.outcome === 'absent') return failed(`nobody to tell in Slack: ${place.reason}`);
  if (place.outcome !== 'found') return later(backoffMs(claimed.attempts, 1_000), 'Slack could not be asked');
  const words = await portalWords(store, portalId);
  if (!(await store.markSending(portalId, claimed.key, claimed.lease))) return later(1_000, 'taken over');
  const hasButton = restores !== null && operator.canPress;
  const { text, blocks } = renderDriftNote({
    headline,
    lines,
    button: hasButton ? restoreValue(portalId, restores) : null,
    footer: restores === null || hasButton ? null : 'Restore it with `zo drift --restore`.',
    words,
  });
  const posted = await gateway.postMessage({ channel: place.id, text, blocks });
  if (posted.outcome === 'posted' && restores !== null) {
    const note: PostedNote = { since: restores.since, channel: posted.channel, ts: posted.ts };
    await store.saveSetting(portalId, driftSettings.note(restores.workflow), note, lane.clock.now());
  }
  return settleNote(lane, claimed, posted);
}

/** What the button says it restores; read back by `readRestoreValue`. */
export function restoreValue(portalId: number, { workflow, since }: RestoredByNote): string {
  return `${portalId}:${workflow}:${since}`;
}

export function readRestoreValue(value: string): (RestoredByNote & { portalId: number }) | null {
  const match = /^(\d{1,15}):(handoff|return):(\d{1,15})$/.exec(value);
  if (match === null) return null;
  return { portalId: Number(match[1]), workflow: match[2] as RestoredByNote['workflow'], since: Number(match[3]) };
}

/** What was mended before it could be told is not told. */
async function isStillSo({ store, portalId }: SlackLane, { workflow, since }: RestoredByNote): Promise<boolean> {
  const stored = (await store.setting(portalId, driftSettings.workflows)) as StoredWorkflows | null;
  const found = stored?.workflows.find(({ kind }) => kind === workflow);
  return found?.state === 'differs' && found.since === since;
}
