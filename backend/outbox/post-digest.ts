import { portalWords } from '../portals/name-portal.ts';
import { findOperator } from '../slack/operator-place.ts';
import { renderDigest } from '../slack/render-digest.ts';
import type { EffectOutcome } from './effect.ts';
import { backoffMs, type Claimed, failed, later } from './lane.ts';
import { notConnected, settleNote } from './post-note.ts';
import type { SlackLane } from './slack-lane.ts';

/** Tried until its Monday has passed: last week's figures are no news on Tuesday. */
export async function postDigest(lane: SlackLane, claimed: Claimed<'post digest'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, state, operator, clock } = lane;
  const { until, title, lines } = claimed.effect;
  if (gateway === null) return failed(notConnected);
  if (clock.now() >= until) return failed('its Monday has passed');
  const place = await findOperator(gateway, state.playbook.operatorChannel, operator);
  if (place.outcome === 'absent') return failed(`nobody to tell in Slack: ${place.reason}`);
  if (place.outcome !== 'found') return later(backoffMs(claimed.attempts, 1_000), 'Slack could not be asked');
  const words = await portalWords(store, portalId);
  if (!(await store.markSending(portalId, claimed.key, claimed.lease))) return later(1_000, 'taken over');
  const posted = await gateway.postMessage({ channel: place.id, ...renderDigest({ title, lines: lines.map(words) }) });
  return settleNote(lane, claimed, posted);
}
