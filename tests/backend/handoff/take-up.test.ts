import { startOfLocalDay } from '@zo/shared';
import type { HandoffContext } from '../../../backend/handoff/handoff-change.ts';
import { assign } from '../../../backend/handoff/handoff-steps.ts';
import { wakeHandoff } from '../../../backend/handoff/take-up.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { assignedTo } from '../../support/assignments.ts';
import {
  alertedHandoff,
  dayMs,
  hourMs,
  maria,
  now,
  portalState,
  record,
  timeZone,
  today,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';

const playbook = acmePlaybook({
  return: { ...returnRule('14 days without AE activity'), channel: '#marketing' },
});

function wake(change: Partial<HandoffContext> = {}, state: Partial<PortalState> = {}, at = now) {
  const context = {
    handoff: waitingHandoff({ origin: 'direct' }),
    record: record(),
    companyOwnerId: null,
    lastOwner: () => null,
    rotation: 0,
    ledger: {},
    ...change,
  };
  return wakeHandoff(portalState({ playbook, ...state }), at)(context as HandoffContext).change;
}
const fourteenDaysOn = startOfLocalDay(today + 14, timeZone);

describe('direct mode', () => {
  it('assigns the AE, writes owner, stage and moment together, and alerts AE and channel', () => {
    const change = wake();
    expect(change).toMatchObject({
      handoff: { status: 'assigned', owner: { email: 'maria@acme.test' }, handedOffAt: now, dueAt: now + 2 * hourMs },
      ledger: { 'maria@acme.test': { handoffs: 1 }, 'tom@acme.test': { handoffs: 0 } },
      wakeAt: fourteenDaysOn,
    });
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
  });

  it('takes a handoff up once', () => {
    const taken = wake()!.handoff;
    expect(wake({ handoff: taken })).toMatchObject({ handoff: taken, effects: [], wakeAt: fourteenDaysOn });
  });

  describe('with nobody to assign', () => {
    const change = wake({}, { owners: [] })!;

    it('tells the channel and the operator, and the return rule still looks at it', () => {
      expect(change).toMatchObject({
        handoff: { status: 'assigned', owner: null, handedOffAt: now },
        alarm: { key: 'no-owner' },
        wakeAt: fourteenDaysOn,
      });
      expect(change.effects.map(({ kind }) => kind)).toEqual(['write handoff fields', 'post alert']);
    });

    it('does not keep an AE who is named later from being written', () => {
      const later = assign(change.handoff, {
        assignment: assignedTo(maria, true),
        playbookVersion: 1,
        dueAt: now + hourMs,
        callback: { callbackId: 'cb-1', action: 'assign-owner', isHeld: false },
        alsoWrite: {},
        returnCheckAt: null,
        now: now + hourMs,
      });
      expect(later.handoff).toMatchObject({ owner: { id: '71' }, handedOffAt: now, dueAt: now + 2 * hourMs });
      expect(change.effects.map(({ key }) => key)).not.toContain(later.effects[0]?.key);
    });
  });
});

describe('a workflow that stays silent', () => {
  const handoff = waitingHandoff({ gateWrittenAt: now });

  it('is told to the operator, and the handoff waits on', () => {
    expect(wake({ handoff })).toMatchObject({
      handoff,
      effects: [],
      wakeAt: null,
      alarm: { key: 'waiting-for-hubspot:5' },
    });
  });

  it('is stood in for where the playbook says so', () => {
    const whenWorkflowSilent = 'direct mode' as const;
    const change = wake(
      { handoff },
      { playbook: { ...playbook, handoff: { ...playbook.handoff, whenWorkflowSilent } } },
    );
    expect(change?.handoff).toMatchObject({ status: 'assigned', owner: { email: 'maria@acme.test' } });
    expect(change?.effects).toHaveLength(3);
  });
});

it('a handoff that nobody needs to look at again loses its wake', () => {
  expect(wake({ handoff: alertedHandoff() }, {}, now + 15 * dayMs)).toMatchObject({ effects: [], wakeAt: null });
  expect(wake({ handoff: alertedHandoff({ status: 'won', closedAt: now }) })).toMatchObject({ effects: [] });
  expect(wake({ handoff: null })).toBeUndefined();
});

describe('a return that HubSpot’s workflow was to perform', () => {
  const due = alertedHandoff({ status: 'return_due', returnReasons: ['score 22, below 30'] });

  it('raises an alarm when the workflow stays silent', () => {
    expect(wake({ handoff: due })).toMatchObject({
      handoff: { status: 'return_due' },
      effects: [],
      wakeAt: null,
      alarm: { message: expect.stringContaining('"Zo | Return to marketing" has not called') },
    });
  });

  it('is performed by the backend where the playbook lets direct mode take over', () => {
    const handoff = { ...playbook.handoff, whenWorkflowSilent: 'direct mode' } as const;
    expect(wake({ handoff: due }, { playbook: { ...playbook, handoff } })).toMatchObject({
      handoff: { returnReasons: ['score 22, below 30'] },
      effects: [{ kind: 'return contact' }],
    });
  });

  it('is left alone while a call of the workflow waits for it', () => {
    const waitingCallbacks = [
      { callbackId: 'c', action: 'return-to-marketing', effectKeys: ['return:1'], isHeld: false },
    ];
    expect(wake({ handoff: { ...due, waitingCallbacks } })?.alarm).toBeUndefined();
  });
});
