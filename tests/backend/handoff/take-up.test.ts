import { startOfLocalDay } from '@zo/shared';
import { alarmsOver } from '../../../backend/handoff/handoff-alarms.ts';
import type { HandoffContext } from '../../../backend/handoff/handoff-change.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { hourMs, maria, minuteMs, now, timeZone, today, waitingHandoff } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';
import { wake } from '../../support/wakes.ts';

const playbook = acmePlaybook({
  return: { ...returnRule('14 days without AE activity'), channel: '#marketing' },
});
const fourteenDaysOn = startOfLocalDay(today + 14, timeZone);
const direct = (change: Partial<HandoffContext> = {}, state: Partial<PortalState> = {}, at = now) =>
  wake(
    { handoff: waitingHandoff({ origin: 'direct', timers: { 'take up': now } }), ...change },
    { playbook, ...state },
    at,
  );

describe('direct mode', () => {
  it('assigns the AE, writes owner, stage and moment together, and alerts AE and channel', () => {
    const change = direct();
    expect(change).toMatchObject({
      handoff: { status: 'assigned', owner: { email: 'maria@acme.test' }, handedOffAt: now, dueAt: now + 2 * hourMs },
      ledger: { 'maria@acme.test': { handoffs: 1 }, 'tom@acme.test': { handoffs: 0 } },
    });
    expect(change?.handoff.timers).toEqual({ clock: now + hourMs, 'return rule': fourteenDaysOn });
    expect(change?.effects).toMatchObject([
      {
        kind: 'write handoff fields',
        fields: {
          hubspot_owner_id: '71',
          lifecyclestage: 'salesqualifiedlead',
          zo_handoff_at: new Date(now).toISOString(),
        },
      },
      { kind: 'post alert', place: { to: 'dm', email: 'maria@acme.test' } },
      { kind: 'post alert', place: { to: 'channel', channel: '#pql-handoff' } },
    ]);
    expect(change?.receipts.map(({ kind }) => kind)).toEqual(['handoff', 'assignment', 'alert']);
  });

  it('takes a handoff up once', () => {
    const taken = direct()!.handoff;
    expect(direct({ handoff: taken })).toEqual({ handoff: taken, effects: [], receipts: [] });
    const marked = { ...taken, timers: { ...taken.timers, 'take up': now } };
    expect(direct({ handoff: marked })).toMatchObject({ handoff: taken, effects: [], receipts: [] });
  });
});

describe('with nobody to assign', () => {
  const held = direct({}, { owners: [] })!;

  it('a handoff is held: the channel and the operator are told, and the return rule still looks at it', () => {
    expect(held).toMatchObject({
      handoff: { status: 'assigned', owner: null, heldSince: now, handedOffAt: now, clock: null, dueAt: null },
      alarm: { key: 'no-owner:5' },
    });
    expect(held.handoff.timers).toEqual({ held: now + minuteMs, 'return rule': fourteenDaysOn });
    expect(held.effects.map(({ kind }) => kind)).toEqual(['write handoff fields', 'post alert']);
  });

  it('somebody is looked for every minute, in silence', () => {
    const again = direct({ handoff: held.handoff }, { owners: [] }, now + minuteMs)!;
    expect(again).toMatchObject({
      handoff: { heldSince: now },
      effects: [],
      receipts: [],
      alarm: { key: 'no-owner:5' },
    });
    expect(again.handoff.timers.held).toBe(now + 2 * minuteMs);
  });

  it('whoever may get it later gets it, with a clock from then on, and is alerted', () => {
    const later = direct({ handoff: held.handoff }, { owners: [maria] }, now + minuteMs)!;
    expect(later).toMatchObject({
      handoff: {
        status: 'assigned',
        owner: { id: '71' },
        heldSince: null,
        handedOffAt: now,
        dueAt: now + minuteMs + 2 * hourMs,
      },
    });
    expect(alarmsOver(later.handoff)).toContain('no-owner:5');
    expect(later.effects).toMatchObject([
      { kind: 'write handoff fields', fields: { hubspot_owner_id: '71' } },
      { kind: 'post alert', place: { to: 'dm', email: 'maria@acme.test' } },
    ]);
    const keys = held.effects.map(({ key }) => key);
    for (const { key } of later.effects) expect(keys).not.toContain(key);
  });
});
