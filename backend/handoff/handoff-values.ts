/** What a handoff's state looks like in HubSpot: always derived from the whole state, so that no step can forget one. */
import { type Handoff, type HandoffStatus, isOpen } from './handoff.ts';

const outcomes: Partial<Record<HandoffStatus, string>> = {
  returned: 'returned',
  not_a_fit: 'not_a_fit',
  won: 'won',
  lost: 'lost',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

type Shown = Pick<Handoff, 'status' | 'owner' | 'dueAt' | 'breachedAt' | 'touch'>;

export function handoffValues(handoff: Shown): Record<string, string> {
  const { touch } = handoff;
  return {
    zo_handoff_status: handoff.status,
    zo_handoff_outcome: outcomes[handoff.status] ?? '',
    // The owner survives a return, so it is never cleared here.
    ...(handoff.owner ? { zo_handoff_owner: handoff.owner.id } : {}),
    // Of one that ended before a first call was made, no call is due any more.
    zo_first_call_due_at: moment(isOpen(handoff.status) || touch !== null ? handoff.dueAt : null),
    zo_first_touch_at: moment(touch?.at ?? null),
    zo_minutes_to_first_touch: touch === null ? '' : String(touch.minutes),
    zo_sla_status: firstCallStatus(handoff),
  };
}

/** 'met' and 'breached' are of whoever has it now; an earlier owner's breach is in the receipts and in `zo report sla`. */
export function firstCallStatus({
  status,
  dueAt,
  breachedAt,
  touch,
}: Shown): '' | 'running' | 'met' | 'breached' | 'stopped' {
  if (dueAt === null) return '';
  if (touch !== null) return touch.at <= dueAt ? 'met' : 'breached';
  if (breachedAt !== null) return 'breached';
  return isOpen(status) ? 'running' : 'stopped';
}

function moment(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
