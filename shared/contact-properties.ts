import { gateReasons, gateWording } from './gate-wording.ts';
import type { PropertyDefinition } from './property-definition.ts';

type ContactProperty = Omit<PropertyDefinition, 'object'>;

function text(name: string, label: string, source: ContactProperty['source'], description: string): ContactProperty {
  return { name, label, type: 'string', fieldType: 'text', source, description };
}

function moment(name: string, label: string, source: ContactProperty['source'], description: string): ContactProperty {
  return { name, label, type: 'datetime', fieldType: 'date', source, description };
}

const counted = { from: 0, to: null, whole: true };

function count(
  name: string,
  label: string,
  source: ContactProperty['source'],
  [one, many]: [string, string],
  description: string,
): ContactProperty {
  return { name, label, type: 'number', fieldType: 'number', source, description, unit: { one, many }, range: counted };
}

function choice(
  name: string,
  label: string,
  source: ContactProperty['source'],
  options: Record<string, string>,
  description: string,
): ContactProperty {
  return {
    name,
    label,
    type: 'enumeration',
    fieldType: 'select',
    source,
    description,
    options: Object.entries(options).map(([value, optionLabel]) => ({ value, label: optionLabel })),
  };
}

const identityAndUsage: ContactProperty[] = [
  {
    ...text(
      'zo_user_id',
      'Product user ID',
      'identity',
      'The userId this person first appeared with in product events.',
    ),
    hasUniqueValue: true,
  },
  text('zo_plan', 'Product plan', 'identity', 'The newest trait "plan" sent by the product for this person.'),
  choice(
    'zo_email_domain_type',
    'Email domain type',
    'identity',
    { business: 'Business', personal: 'Personal', disposable: 'Disposable' },
    "What this person's own email address says, by the playbook's lists and then the public ones: a business domain, a personal mailbox provider, or a disposable address. Empty when there is no email address.",
  ),
  text(
    'zo_activation_status',
    'Activation status',
    'usage',
    '"activated" from the first event the playbook calls "activated"; "not activated" before.',
  ),
  moment('zo_activated_at', 'Activated at', 'usage', 'Time of the first event the playbook calls "activated".'),
  moment(
    'zo_last_active_at',
    'Last active in product at',
    'usage',
    'Time of the newest product event by this person that counts as activity. Written at most hourly, unless a rule uses it.',
  ),
  text('zo_last_key_action', 'Last key action', 'usage', 'Name of the newest event the playbook calls "key action".'),
  count(
    'zo_key_actions_7d',
    'Key actions, last 7 days',
    'usage',
    ['key action in 7 days', 'key actions in 7 days'],
    'How many events the playbook calls "key action" happened today and in the 6 calendar days before, in the account time zone.',
  ),
  count(
    'zo_teammates_invited_30d',
    'Teammates invited, last 30 days',
    'usage',
    ['teammate invited in 30 days', 'teammates invited in 30 days'],
    'How many events the playbook calls "teammate invited" happened today and in the 29 calendar days before, in the account time zone.',
  ),
  moment('zo_visited_pricing_at', 'Visited pricing at', 'usage', 'Time of the newest "visited pricing" event.'),
  moment('zo_hit_limit_at', 'Hit usage limit at', 'usage', 'Time of the newest "hit usage limit" event.'),
];

const scoreAndReadiness: ContactProperty[] = [
  {
    ...count(
      'zo_pql_score',
      'PQL score',
      'score',
      ['point', 'points'],
      "Points by the playbook's score lines as of now, kept within 0 to 100. Falls with time; the receipt explains it.",
    ),
    range: { from: 0, to: 100, whole: true },
  },
  {
    ...text(
      'zo_score_receipt',
      'Score receipt',
      'score',
      'Each score line of the playbook, what was found, and the points it gave.',
    ),
    fieldType: 'textarea',
  },
  choice(
    'zo_sql_ready',
    'SQL ready',
    'readiness',
    { yes: 'Yes', no: 'No', unknown: 'Unknown' },
    'Yes: every condition of the definition is met. No: at least one is not. Unknown: none is unmet but something is not known.',
  ),
  text(
    'zo_sql_readiness',
    'SQL readiness',
    'readiness',
    'How many conditions of the definition are met, and what is missing.',
  ),
  count(
    'zo_conditions_missing',
    'Conditions missing',
    'readiness',
    ['condition', 'conditions'],
    'How many conditions of the definition are not met or not known.',
  ),
];

const handoff: ContactProperty[] = [
  choice(
    'zo_handoff_gate',
    'Handoff gate',
    'handoff',
    Object.fromEntries(gateReasons.map((reason) => [reason, gateWording[reason].label])),
    'Whether this contact may be handed off now ("Open"), and if not, the first reason that holds.',
  ),
  choice(
    'zo_handoff_status',
    'Handoff status',
    'handoff',
    {
      waiting: 'Waiting for HubSpot',
      in_review: 'In review',
      assigned: 'Assigned',
      alerted: 'Alerted',
      engaged: 'Engaged',
      snoozed: 'Snoozed',
      breached: 'First call overdue',
      return_due: 'Return due',
      returned: 'Returned to marketing',
      not_a_fit: 'Not a fit',
      won: 'Won',
      lost: 'Lost',
      rejected: 'Rejected in review',
      withdrawn: 'Withdrawn',
    },
    'Where the newest handoff of this contact stands.',
  ),
  moment('zo_handoff_at', 'Handed off at', 'handoff', 'When this contact was last handed off to sales.'),
  {
    name: 'zo_handoff_owner',
    label: 'Handoff owner',
    type: 'enumeration',
    fieldType: 'select',
    source: 'handoff',
    isOwner: true,
    description: 'The account executive of the newest handoff; kept after a return.',
  },
  text(
    'zo_handoff_trigger',
    'Handoff trigger',
    'handoff',
    'Which condition of the definition was met last before the handoff.',
  ),
  count(
    'zo_handoff_count',
    'Handoff count',
    'handoff',
    ['handoff', 'handoffs'],
    'How often this contact has been handed off to sales.',
  ),
  moment(
    'zo_first_call_due_at',
    'First call due at',
    'handoff',
    'When the first call of the newest handoff is due, counted in working hours.',
  ),
  moment(
    'zo_first_touch_at',
    'First touch at',
    'handoff',
    'When the account executive first acted after the newest handoff.',
  ),
  count(
    'zo_minutes_to_first_touch',
    'Minutes to first touch',
    'handoff',
    ['minute', 'minutes'],
    'Working minutes between the newest handoff and the first touch.',
  ),
  choice(
    'zo_sla_status',
    'First call status',
    'handoff',
    { running: 'Running', met: 'Met', breached: 'Breached', stopped: 'Stopped' },
    'Whether the first call of the newest handoff came in time. Stopped: the handoff ended before it was due.',
  ),
  choice(
    'zo_handoff_outcome',
    'Handoff outcome',
    'handoff',
    {
      won: 'Won',
      lost: 'Lost',
      returned: 'Returned to marketing',
      not_a_fit: 'Not a fit',
      rejected: 'Rejected in review',
      withdrawn: 'Withdrawn',
    },
    'How the newest handoff ended; empty while it is open.',
  ),
];

export const contactProperties: readonly PropertyDefinition[] = [
  ...identityAndUsage,
  ...scoreAndReadiness,
  ...handoff,
].map((property) => ({ object: 'contact', ...property }));
