/** One Slack destination of one portal: about one message per second, each at most once. */
import type { Clock } from '../clock.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { Operator } from '../slack/operator-place.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import type { ClaimedEffect } from './effect.ts';
import { ofKind, type Settlement } from './lane.ts';
import { postAlert } from './post-alert.ts';
import { postDriftNote } from './post-drift-note.ts';
import { postNote } from './post-note.ts';

export type SlackLane = {
  portalId: number;
  store: HandoffStore &
    Pick<OutboxStore, 'markSending' | 'enqueue'> &
    Pick<PortalStore, 'raiseAlarm' | 'clearAlarm' | 'setting' | 'saveSetting'>;
  /** Null: Slack is not connected. */
  gateway: SlackGateway | null;
  state: PortalState;
  clock: Clock;
  operator: Operator;
};

export async function runSlackLane(lane: SlackLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const settled: Settlement[] = [];
  for (const effect of ofKind(effects, 'post alert')) settled.push({ effect, outcome: await postAlert(lane, effect) });
  for (const effect of ofKind(effects, 'post note')) settled.push({ effect, outcome: await postNote(lane, effect) });
  for (const effect of ofKind(effects, 'post drift note')) {
    settled.push({ effect, outcome: await postDriftNote(lane, effect) });
  }
  return settled;
}
