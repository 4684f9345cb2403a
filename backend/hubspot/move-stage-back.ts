/**
 * Moves contacts to an earlier lifecycle stage. HubSpot answers an earlier stage with success and keeps the later one,
 * unless the stage was cleared in a request before. So: clear, set, and read back, because only reading proves it.
 */
import type { Priority } from '../outbox/effect.ts';
import { isRecord } from './decide-link.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { UpdateOutcome } from './hubspot-record.ts';

export type StageMove = { contactId: string; stage: string; clearOwner: boolean };

export type StageMoveOutcome =
  | { ok: true; newId?: string }
  | { ok: false; kind: 'fix the record' | 'gone' | 'retry'; reason: string; afterMs?: number };

type Gateway = Pick<HubspotGateway, 'updateRecords' | 'readContacts'>;

/** By contact id. Repeating a move is harmless: an interrupted one leaves the stage empty, and the next sets it. */
export async function moveStagesBack(
  gateway: Gateway,
  moves: readonly StageMove[],
  priority: Priority,
): Promise<Map<string, StageMoveOutcome>> {
  const outcomes = new Map<string, StageMoveOutcome>();
  const write = async (step: StageMove[], valuesOf: (move: StageMove) => Record<string, string>) => {
    const inputs = step.map((move) => ({ id: move.contactId, properties: valuesOf(move) }));
    const answers = await gateway.updateRecords('contact', inputs, priority);
    return step.filter(({ contactId }) => {
      const answer = answers.get(contactId);
      if (answer !== undefined && !answer.ok) outcomes.set(contactId, failureOf(answer));
      return answer?.ok === true;
    });
  };

  const cleared = await write([...moves], ({ clearOwner }) => ({
    lifecyclestage: '',
    ...(clearOwner ? { hubspot_owner_id: '' } : {}),
  }));
  const set = await write(cleared, ({ stage }) => ({ lifecyclestage: stage }));
  if (set.length === 0) return outcomes;

  const records = await gateway.readContacts(
    { by: 'id', values: set.map(({ contactId }) => contactId), properties: ['lifecyclestage', 'hubspot_owner_id'] },
    priority,
  );
  for (const { contactId, stage } of set) {
    const record = records.get(contactId);
    if (!isRecord(record)) outcomes.set(contactId, { ok: false, kind: 'gone', reason: 'the contact is gone' });
    else if (record.properties.lifecyclestage === stage) {
      outcomes.set(contactId, record.requestedId === undefined ? { ok: true } : { ok: true, newId: record.id });
    } else {
      const reason = `HubSpot keeps stage ${record.properties.lifecyclestage ?? 'empty'} instead of ${stage}`;
      outcomes.set(contactId, { ok: false, kind: 'retry', reason, afterMs: 5_000 });
    }
  }
  return outcomes;
}

function failureOf(answer: UpdateOutcome & { ok: false }): StageMoveOutcome {
  const { kind, reason } = answer;
  return answer.kind === 'retry' ? { ok: false, kind, reason, afterMs: answer.afterMs } : { ok: false, kind, reason };
}
