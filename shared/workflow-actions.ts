/**
 * Our four workflow actions as their definitions in `hubspot-project/app/workflow-actions/` and the backend's routes both
 * know them: the fields that go in and come out, and the values of each choice. The HubSpot project check fails when a
 * definition differs from this table. Every value that HubSpot sends or takes is a string; `number` and `datetime`
 * (milliseconds since the epoch) say how HubSpot reads it. An output that does not apply is left out.
 */
import { gateReasons } from './gate-wording.ts';

/** A choice is the list of its values; `options` is a choice whose list the editor asks our backend for. */
export type ActionField = 'text' | 'number' | 'datetime' | 'options' | readonly string[];

/** Business failures come back as `zo_error`; each value has its help text in the action's execution rules. */
const everywhere = ['no_playbook', 'not_connected'] as const;

export const workflowActions = {
  'compute-pql-score': {
    uid: 'zo_compute_pql_score',
    inputs: {},
    outputs: {
      zo_score: 'number',
      zo_sql_ready: ['yes', 'no', 'unknown'],
      zo_readiness: 'text',
      zo_conditions_missing: 'number',
      zo_receipt: 'text',
      zo_gate: gateReasons,
      zo_error: ['no_product_activity', ...everywhere],
    },
  },
  'assign-owner': {
    uid: 'zo_assign_owner',
    inputs: { owner: 'options', keep_existing_owner: ['yes', 'no'] },
    outputs: {
      zo_owner_id: 'text',
      zo_owner_email: 'text',
      zo_assignment_reason: 'text',
      zo_handoff_id: 'text',
      zo_error: [
        'owner_not_found',
        'no_owner_available',
        'in_review',
        'handoff_ended',
        'no_product_activity',
        'not_written',
        ...everywhere,
      ],
    },
  },
  'send-slack-handoff': {
    uid: 'zo_send_slack_handoff',
    inputs: { deliver_to: ['owner_and_channel', 'owner', 'channel', 'test'], channel: 'options', note: 'text' },
    outputs: {
      zo_delivery_status: ['sent', 'already_alerted', 'queued', 'unconfirmed', 'failed'],
      zo_message_link: 'text',
      zo_due_at: 'datetime',
      zo_handoff_id: 'text',
      zo_owner_id: 'text',
      zo_error: [
        'slack_not_connected',
        'channel_not_found',
        'owner_not_in_slack',
        'no_owner',
        'no_destination',
        'in_review',
        'handoff_ended',
        'no_product_activity',
        'slack_refused',
        ...everywhere,
      ],
    },
  },
  'return-to-marketing': {
    uid: 'zo_return_to_marketing',
    inputs: { reason: 'text' },
    outputs: {
      zo_return_status: ['returned', 'not_ours', 'already_returned', 'queued', 'failed'],
      zo_reasons: 'text',
      zo_handoff_id: 'text',
      zo_error: ['not_written', 'stage_not_moved', ...everywhere],
    },
  },
} as const satisfies Record<string, WorkflowAction>;

export type WorkflowAction = {
  uid: string;
  inputs: Record<string, ActionField>;
  outputs: Record<string, ActionField>;
};

export type WorkflowActionName = keyof typeof workflowActions;

export const workflowActionNames = Object.keys(workflowActions) as WorkflowActionName[];

type Value<F> = F extends readonly (infer V)[] ? V : string;

/** The outputs an action may give, as HubSpot takes them. */
export type ActionOutputs<N extends WorkflowActionName> = {
  [K in keyof (typeof workflowActions)[N]['outputs']]?: Value<(typeof workflowActions)[N]['outputs'][K]>;
};

/** Where the workflow editor asks for the options of an `options` input: `/hubspot/options/{this}`. */
export const optionRoutes = { owner: 'owner', channel: 'slack-channel' } as const;
export type OptionRoute = (typeof optionRoutes)[keyof typeof optionRoutes];
