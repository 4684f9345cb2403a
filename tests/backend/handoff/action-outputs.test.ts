import { gateReasons, type WorkflowActionName, workflowActionNames, workflowActions } from '@zo/shared';
import {
  actionOutputs,
  alertOutputs,
  assignOutputs,
  failure,
  type Outputs,
  returnOutputs,
  scoreOutputs,
} from '../../../backend/handoff/action-outputs.ts';
import { type AlertState, type Handoff, handoffStatuses } from '../../../backend/handoff/handoff.ts';
import { alertedHandoff, hourMs, now, previousDecision, waitingHandoff } from '../../support/handoffs.ts';

/** What HubSpot's own execution needs besides the outputs we declare. */
const ofHubspot = ['hs_execution_state', 'hs_expiration_duration'];

function expectDeclared(action: WorkflowActionName, outputs: Outputs): void {
  const declared = workflowActions[action].outputs as Record<string, string | readonly string[]>;
  for (const [name, value] of Object.entries(outputs)) {
    if (ofHubspot.includes(name)) continue;
    expect(Object.keys(declared)).toContain(name);
    const field = declared[name];
    if (Array.isArray(field)) expect([name, field]).toEqual([name, expect.arrayContaining([value])]);
    if (field === 'number' || field === 'datetime')
      expect([name, value]).toEqual([name, expect.stringMatching(/^\d+$/)]);
  }
}

const alertStates: AlertState[] = [
  { state: 'queued' },
  { state: 'posted', channel: 'C1', ts: '1.1', link: 'https://acme.slack.test/p2', at: now },
  { state: 'unconfirmed', reason: 'no answer' },
  {
    state: 'failed',
    reason:
      'The alert could not go to #pql-handoff: the channel does not exist. Nor to maria@acme.test: the person is not in this workspace.',
  },
  {
    state: 'failed',
    reason: 'The alert could not go to maria@acme.test: nobody in this workspace has that e-mail address.',
  },
  { state: 'failed', reason: 'Slack is not connected: the settings say how, under Slack' },
  { state: 'failed', reason: 'msg_too_long' },
];
const handoffs: Handoff[] = handoffStatuses.flatMap((status) => [
  waitingHandoff({ status }),
  alertedHandoff({ status, returnReasons: ['score 22, below 30'] }),
  ...alertStates.map((state) => alertedHandoff({ status, alerts: { 'alert:5:dm:maria@acme.test': state } })),
]);

describe('outputs of workflow actions', () => {
  it.each(workflowActionNames.map((action) => [action]))('of %s are all declared, with declared choices', (action) => {
    for (const handoff of handoffs) {
      for (const problem of [null, 'HubSpot said no']) {
        if (action !== 'compute-pql-score') expectDeclared(action, actionOutputs({ action }, handoff, problem));
      }
    }
    expectDeclared('compute-pql-score', scoreOutputs(null, null));
    for (const gate of gateReasons)
      expectDeclared('compute-pql-score', scoreOutputs(alertedHandoff(), previousDecision({ gate })));
  });

  it('give the score from the crossing’s receipt, not from a fresh readiness', () => {
    const fresh = previousDecision({}, { activeUsers: 1 });
    const stale = { ...fresh, decision: { ...fresh.decision, score: { points: 1, receipt: [] } } };
    expect(scoreOutputs(alertedHandoff(), stale)).toMatchObject({ zo_score: '45', zo_sql_ready: 'yes' });
    expect(scoreOutputs(null, stale)).toMatchObject({ zo_score: '1', zo_sql_ready: 'no', zo_conditions_missing: '1' });
  });

  it('say that nothing is known of a contact without product activity', () => {
    expect(scoreOutputs(null, null)).toEqual({
      zo_sql_ready: 'unknown',
      zo_error: 'no_product_activity',
      hs_execution_state: 'FAIL_CONTINUE',
    });
  });

  it('name the AE, and say when HubSpot did not take the owner', () => {
    const told = {
      zo_handoff_id: '5',
      zo_owner_id: '71',
      zo_owner_email: 'maria@acme.test',
      zo_assignment_reason: 'next in rotation',
    };
    expect(assignOutputs(alertedHandoff(), null)).toEqual({ ...told, hs_execution_state: 'SUCCESS' });
    expect(assignOutputs(alertedHandoff(), 'refused')).toEqual({
      ...told,
      zo_error: 'not_written',
      hs_execution_state: 'FAIL_CONTINUE',
    });
    expect(assignOutputs(waitingHandoff(), null).zo_error).toBe('no_owner_available');
  });

  const [queued, posted, unconfirmed, noChannel, noUser, notConnected, refused] = alertStates as [
    AlertState,
    AlertState,
    AlertState,
    AlertState,
    AlertState,
    AlertState,
    AlertState,
  ];
  it.each<[string, Outputs, AlertState[]]>([
    [
      'sent once one place has it',
      { zo_delivery_status: 'sent', zo_message_link: 'https://acme.slack.test/p2' },
      [noUser, posted],
    ],
    ['unconfirmed before queued', { zo_delivery_status: 'unconfirmed' }, [queued, unconfirmed]],
    ['queued', { zo_delivery_status: 'queued' }, [queued, noChannel]],
    ['failed: the channel', { zo_delivery_status: 'failed', zo_error: 'channel_not_found' }, [noChannel]],
    ['failed: the person', { zo_delivery_status: 'failed', zo_error: 'owner_not_in_slack' }, [noUser]],
    ['failed: no Slack', { zo_delivery_status: 'failed', zo_error: 'slack_not_connected' }, [notConnected]],
    ['failed: Slack', { zo_delivery_status: 'failed', zo_error: 'slack_refused' }, [refused]],
  ])('say of an alert: %s', (_what, expected, states) => {
    const alerts = Object.fromEntries(states.map((state, index) => [`alert:5:channel:${index}`, state]));
    expect(alertOutputs(alertedHandoff({ alerts }), Object.keys(alerts))).toMatchObject({
      ...expected,
      zo_owner_id: '71',
      zo_due_at: String(now + 2 * hourMs),
    });
  });

  it('of a return say what became of it', () => {
    const due = alertedHandoff({ status: 'return_due', returnReasons: ['a', 'b'] });
    expect(returnOutputs(due, null)).toMatchObject({ zo_return_status: 'queued', zo_reasons: 'a; b' });
    expect(returnOutputs({ ...due, status: 'returned' }, null)).toMatchObject({ zo_return_status: 'returned' });
    expect(returnOutputs(due, 'refused')).toMatchObject({ zo_return_status: 'failed', zo_error: 'stage_not_moved' });
  });

  it('go on with the workflow after a business failure', () => {
    expect(failure('no_playbook')).toEqual({ zo_error: 'no_playbook', hs_execution_state: 'FAIL_CONTINUE' });
  });
});
