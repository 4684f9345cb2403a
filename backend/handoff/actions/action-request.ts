/** A verified call of one of our workflow actions, and what it may be answered. */
import type { WorkflowActionName } from '@zo/shared';
import type { Clock } from '../../clock.ts';
import type { OperatorsOf } from '../../portals/operators-of.ts';
import type { PortalStates } from '../../portals/portal-state.ts';
import type { HandoffStore } from '../../store/handoff-store.ts';
import type { OutboxStore } from '../../store/store.ts';
import type { Outputs } from '../action-outputs.ts';

export type ActionRequest = {
  action: WorkflowActionName;
  portalId: number;
  /** HubSpot's name of this execution: idempotency key and replay defence. */
  callbackId: string;
  contactId: string;
  /** HubSpot's name of the contact's way through one workflow, the same in all of its calls; null: HubSpot did not say. */
  enrolmentId: string | null;
  /** Id of the workflow; null: HubSpot did not say. */
  workflowId: string | null;
  /** Contact properties as HubSpot sent them with the call. */
  properties: Record<string, string | null>;
  inputs: Record<string, string>;
};

export type ActionParts = {
  store: HandoffStore & Pick<OutboxStore, 'enqueue'>;
  states: PortalStates;
  clock: Clock;
  operatorsOf: OperatorsOf;
  /** Who waits for an owner comes before whoever an action is about. */
  drainHeld: (portalId: number) => Promise<void>;
  /** Somebody is dirty or something is in the outbox. */
  onChange: (portalId: number) => void;
};

/** HubSpot waits until the callback is completed, at most an hour; then the workflow goes on without outputs. */
export const block: Outputs = { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT1H' };

/** Waiting needs the scope to complete callbacks. Without it the request itself is held for a moment. */
export function canBlock(scopes: string[]): boolean {
  return scopes.includes('automation');
}
