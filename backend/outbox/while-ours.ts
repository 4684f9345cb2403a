/**
 * What was claimed is written only while it is our own. A process that stood still, as on a machine that swaps or is moved, wakes in the
 * midst of its work, with values that whoever took its place may have written newer ones of; and so may others have, where the
 * database lost sight of the process, while a call of it waited its turn.
 */
import { RetryLater } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';

export type IsOurs = () => Promise<boolean>;

/** By both clocks: the one counts no time in which the machine is suspended, the other may be set. */
export type Moment = { monotonicMs: number; wallMs: number };

/** Whether nobody else can have taken by now what a node that is there asked for at that moment; else the database is asked. */
export function isSurelyOurs(asked: Moment, now: Moment, forMs: number): boolean {
  const wallMs = now.wallMs - asked.wallMs;
  return now.monotonicMs - asked.monotonicMs < forMs && wallMs >= 0 && wallMs < forMs;
}

export function readMoment(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

const reason = 'others may have taken it up meanwhile';

/** Asked before each call, when its turn has come. */
export function hubspotWhileOurs(gateway: HubspotGateway, isOurs: IsOurs): HubspotGateway {
  const writes = gateway.writesAfter(async (call) => {
    // Where it cannot be asked, what was written of the batch already must not be lost with the error.
    if (!(await isOurs().catch(() => false))) throw new RetryLater(reason, 0, { call, status: null });
  });
  return { ...gateway, ...writes };
}

/** A message that is posted is marked first, by whose it is; see markSending. */
export function slackWhileOurs(gateway: SlackGateway, isOurs: IsOurs): SlackGateway {
  return {
    ...gateway,
    updateMessage: async (message) =>
      (await isOurs()) ? gateway.updateMessage(message) : { outcome: 'not sent', reason },
  };
}
