/** What a handoff's state looks like in HubSpot: always derived from the whole state, so that no step can forget one. */
import type { Handoff, HandoffStatus } from './handoff.ts';

const outcomes: Partial<Record<HandoffStatus, string>> = {
  returned: 'returned',
  not_a_fit: 'not_a_fit',
  won: 'won',
  lost: 'lost',
  withdrawn: 'withdrawn',
};

type Shown = Pick<Handoff, 'status' | 'owner' | 'dueAt' | 'closedAt'>;

export function handoffValues(handoff: Shown): Record<string, string> {
  return {
    zo_handoff_status: handoff.status,
    zo_handoff_outcome: outcomes[handoff.status] ?? '',
    // The owner survives a return, so it is never cleared here.
    ...(handoff.owner ? { zo_handoff_owner: handoff.owner.id } : {}),
    zo_first_call_due_at: handoff.dueAt === null ? '' : new Date(handoff.dueAt).toISOString(),
    zo_sla_status: slaStatus(handoff),
  };
}

function slaStatus(handoff: Shown): string {
  if (handoff.dueAt === null) return '';
  if (handoff.status === 'breached') return 'breached';
  return handoff.closedAt === null ? 'running' : 'stopped';
}
