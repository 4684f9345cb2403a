/**
 * Logs calls on contacts, as an account executive would. HubSpot has no key that makes creating one safe to repeat: a call
 * whose answer never came is 'unconfirmed', and nobody may send it again without having looked.
 */
import type { Priority } from '../outbox/effect.ts';
import { createObjects } from './create-records.ts';
import type { CreateOutcome } from './hubspot-record.ts';
import type { Transport } from './transport.ts';

export type CallInput = {
  contactId: string;
  /** Whose call it was; null for nobody's in HubSpot. */
  ownerId: string | null;
  at: number;
  title: string;
  body?: string;
};

export type CallOutcome =
  | { ok: true; id: string }
  /** HubSpot will not take it, now or later. */
  | { ok: false; kind: 'refused'; reason: string }
  /** Nothing was logged, and nothing is lost by trying again after `afterMs`. */
  | { ok: false; kind: 'retry'; reason: string; afterMs: number }
  /** It may have been logged. */
  | { ok: false; kind: 'unconfirmed'; reason: string };

const callToContact = 194;

/** One outcome for each input, in their order. Throws 'reconnect' and 'not permitted' only when nothing was logged. */
export async function logCalls(
  transport: Transport,
  inputs: readonly CallInput[],
  priority: Priority,
): Promise<CallOutcome[]> {
  const created = inputs.map((input, index) => ({
    trace: `call-${index}`,
    properties: propertiesOf(input),
    under: { id: input.contactId, typeId: callToContact },
  }));
  const outcomes = await createObjects(transport, { call: 'log calls', path: 'calls' }, created, priority);
  return created.map(({ trace }) => outcomeOf(outcomes.get(trace)));
}

function propertiesOf({ ownerId, at, title, body }: CallInput): Record<string, string> {
  return {
    hs_timestamp: new Date(at).toISOString(),
    hs_call_title: title,
    hs_call_status: 'COMPLETED',
    hs_call_direction: 'OUTBOUND',
    ...(body === undefined ? {} : { hs_call_body: body }),
    ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
  };
}

function outcomeOf(outcome: CreateOutcome | undefined): CallOutcome {
  if (outcome === undefined) return { ok: false, kind: 'unconfirmed', reason: 'HubSpot said nothing about this call' };
  if (outcome.ok) return outcome;
  const { kind, reason } = outcome;
  if (kind === 'retry') return { ok: false, kind, reason, afterMs: outcome.afterMs };
  return { ok: false, kind: kind === 'ambiguous' ? 'unconfirmed' : 'refused', reason };
}
