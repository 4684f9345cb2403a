import { contactProperties } from '@zo/shared';
import { type HandoffStatus, handoffStatuses, isOpen } from '../../../backend/handoff/handoff.ts';
import { handoffValues } from '../../../backend/handoff/handoff-values.ts';
import { alertedHandoff, dayMs, hourMs, now, waitingHandoff } from '../../support/handoffs.ts';

const optionsOf = (name: string) =>
  contactProperties.find((property) => property.name === name)?.options?.map(({ value }) => value) ?? [];

describe('what HubSpot shows of a handoff', () => {
  it('says everything of one an AE has', () => {
    expect(handoffValues(alertedHandoff())).toEqual({
      zo_handoff_status: 'alerted',
      zo_handoff_outcome: '',
      zo_handoff_owner: '71',
      zo_first_call_due_at: new Date(now + 2 * hourMs).toISOString(),
      zo_sla_status: 'running',
    });
  });

  it('clears what an earlier handoff left, but not its owner', () => {
    expect(handoffValues(waitingHandoff())).toEqual({
      zo_handoff_status: 'waiting',
      zo_handoff_outcome: '',
      zo_first_call_due_at: '',
      zo_sla_status: '',
    });
  });

  it.each<[string, HandoffStatus, number | null]>([
    ['running', 'assigned', null],
    ['breached', 'breached', null],
    ['stopped', 'returned', now + dayMs],
  ])('shows the first call’s clock as %s when %s', (shown, status, closedAt) => {
    expect(handoffValues(alertedHandoff({ status, closedAt })).zo_sla_status).toBe(shown);
  });

  it.each(handoffStatuses.map((status) => [status]))('uses only values HubSpot’s properties have, for %s', (status) => {
    const closedAt = isOpen(status) ? null : now + dayMs;
    const values = handoffValues(alertedHandoff({ status, closedAt }));
    expect(optionsOf('zo_handoff_status')).toContain(values.zo_handoff_status);
    expect(['', ...optionsOf('zo_handoff_outcome')]).toContain(values.zo_handoff_outcome);
    expect(['', ...optionsOf('zo_sla_status')]).toContain(values.zo_sla_status);
    expect(values.zo_handoff_outcome === '').toBe(isOpen(status));
  });
});
