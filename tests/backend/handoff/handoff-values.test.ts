import { contactProperties } from '@zo/shared';
import { type FirstTouch, type Handoff, handoffStatuses, isOpen } from '../../../backend/handoff/handoff.ts';
import { handoffValues } from '../../../backend/handoff/handoff-values.ts';
import { alertedHandoff, dayMs, hourMs, minuteMs, now, waitingHandoff } from '../../support/handoffs.ts';

const optionsOf = (name: string) =>
  contactProperties.find((property) => property.name === name)?.options?.map(({ value }) => value) ?? [];

describe('what HubSpot shows of a handoff', () => {
  it('says everything of one an AE has', () => {
    expect(handoffValues(alertedHandoff())).toEqual({
      zo_handoff_status: 'alerted',
      zo_handoff_outcome: '',
      zo_handoff_owner: '71',
      zo_first_call_due_at: new Date(now + 2 * hourMs).toISOString(),
      zo_first_touch_at: '',
      zo_minutes_to_first_touch: '',
      zo_sla_status: 'running',
    });
  });

  it('clears what an earlier handoff left, but not its owner', () => {
    expect(handoffValues(waitingHandoff())).toEqual({
      zo_handoff_status: 'waiting',
      zo_handoff_outcome: '',
      zo_first_call_due_at: '',
      zo_first_touch_at: '',
      zo_minutes_to_first_touch: '',
      zo_sla_status: '',
    });
  });

  const touch = (at: number): FirstTouch => ({ at, by: 'owner', kind: 'call', via: 'Slack', minutes: 30 });

  it('says when the first call was made, and after how much working time', () => {
    const at = now + 30 * minuteMs;
    expect(handoffValues(alertedHandoff({ status: 'engaged', touch: touch(at) }))).toMatchObject({
      zo_first_touch_at: new Date(at).toISOString(),
      zo_minutes_to_first_touch: '30',
    });
  });

  it.each<[string, string, Partial<Handoff>]>([
    ['running', 'nobody has called yet', { status: 'assigned' }],
    ['breached', 'nobody called in time', { status: 'breached', breachedAt: now + 2 * hourMs }],
    ['breached', 'the call came late', { status: 'engaged', touch: touch(now + 2 * hourMs + 1) }],
    ['met', 'the call came in time', { status: 'engaged', touch: touch(now + 2 * hourMs) }],
    ['met', 'the call came in time and was heard of later', { breachedAt: now + 2 * hourMs, touch: touch(now) }],
    ['stopped', 'it went back before', { status: 'returned', closedAt: now + dayMs }],
    ['', 'no clock ever ran', { status: 'withdrawn', closedAt: now, dueAt: null }],
  ])('shows the first call’s clock as %j when %s', (shown, _when, change) => {
    expect(handoffValues(alertedHandoff(change)).zo_sla_status).toBe(shown);
  });

  it('names no due time when it ended and no call is due any more, and one that was made keeps its own', () => {
    const closed = { status: 'returned' as const, closedAt: now + dayMs };
    expect(handoffValues(alertedHandoff(closed)).zo_first_call_due_at).toBe('');
    expect(handoffValues(alertedHandoff({ ...closed, breachedAt: now + 2 * hourMs }))).toMatchObject({
      zo_first_call_due_at: '',
      zo_sla_status: 'breached',
    });
    expect(handoffValues(alertedHandoff({ ...closed, touch: touch(now) })).zo_first_call_due_at).not.toBe('');
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
