/**
 * The playbook as a form: what its text says, field by field and as it is written, and the edits that change the text in
 * place. The text stays the truth; a form is only another way to write it.
 */

export type PlaybookForm = {
  signals: FormSignal[];
  /** Score lines, in order. */
  score: string[];
  /** With the line breaks it is written with. */
  definition: string;
  owners: FormOwner[];
  /** By path, such as "handoff/first call due"; what is not written is left out. */
  values: Record<string, string>;
  lists: Record<string, string[]>;
};

/** "page /pricing" for a page, as "Events seen" lists it; otherwise the name of a track event. */
export type FormSignal = { name: string; events: string[] };

export type FormOwner = { email: string; terms: Record<string, string>; leave: string[] };

export type PlaybookEdit =
  /** Null: the default again. */
  | { kind: 'value'; path: string; value: string | null }
  | { kind: 'list'; path: string; items: string[] | null }
  | { kind: 'definition'; text: string }
  /** A name that is not there is added; null removes it. */
  | { kind: 'signal'; name: string; events: string[] | null }
  /** An address that is not there is added; null removes it. Terms that are not named stay as they are. */
  | { kind: 'owner'; email: string; terms: Record<string, string | null>; leave?: string[] }
  | { kind: 'remove owner'; email: string };

export type FormField = {
  /** Keys from the top of the playbook down. */
  path: string;
  label: string;
  /** What it is for, on one line. */
  help: string;
  /** What holds while nothing is written, in a few words. */
  otherwise: string;
  /** The only words possible. */
  choices?: readonly string[];
  /** Chosen from a list that the portal or the workspace has. */
  chosenFrom?: 'channels' | 'lead statuses' | 'slack people';
  /** A sentence in the definition's language: it needs room. */
  isSentence?: true;
};

const field = (
  path: string,
  label: string,
  help: string,
  otherwise: string,
  more: Pick<FormField, 'choices' | 'chosenFrom' | 'isSentence'> = {},
): FormField => ({ path, label, help, otherwise, ...more });

/** Single values, by where the form shows them. docs/playbook.md explains each at length. */
export const formFields = {
  routing: [
    field('handoff/channel', 'Alerts channel', 'Every alert is posted here as well.', 'no channel', {
      chosenFrom: 'channels',
    }),
    field('handoff/first call due', 'First call due', 'Working time, such as “1 working day”.', '2 working hours'),
    field('handoff/working hours', 'Working hours', 'Such as “Mon-Thu 8-18”, in the portal’s zone.', 'Mon-Fri 9-17'),
    field(
      'handoff/route outside hours',
      'Hand off outside working hours',
      'Whether owners get handoffs at night.',
      'yes',
      {
        choices: ['yes', 'no'],
      },
    ),
    field('handoff/leave buffer', 'Days around a leave', 'Nothing new then: “2 days”, or “none”.', '1 day'),
    field('handoff/continuity', 'Same owner again', 'Whoever had them before: “90 days”, “none”.', '180 days'),
    field('handoff/mode', 'Who performs the handoff', 'HubSpot’s workflow, or always Zo itself.', 'workflow', {
      choices: ['workflow', 'direct'],
    }),
    field('handoff/when workflow silent', 'When the workflow is silent', 'After two minutes without a call.', 'alarm', {
      choices: ['alarm', 'direct mode'],
    }),
    field('operator channel', 'Operators’ channel', 'Who reads what is not as it should be.', 'a direct message', {
      chosenFrom: 'channels',
    }),
  ],
  overdue: [
    field(
      'handoff/when overdue',
      'When the first call is overdue',
      'Who is told, or who gets it.',
      'tell the manager',
      {
        choices: ['tell the manager', 'reassign'],
      },
    ),
    field('handoff/overdue patience', 'Patience', 'Working time until then, or “at once”.', '1 working hour'),
    field('handoff/most reassignments', 'Most reassignments', 'Then the manager is told: 0 to 10.', '2'),
    field('handoff/alerts per day', 'Direct messages a day', 'Per owner; others are gathered in one.', 'any number'),
    field('handoff/quiet hours', 'Quiet hours', 'No direct messages: “20-7”, or “none”.', 'none'),
    field('handoff/thread window', 'One thread per company', 'Within “24 hours”, or “none”.', '24 hours'),
  ],
  returns: [
    field(
      'return/when',
      'Goes back to marketing when',
      'A sentence like the definition; it also knows “14 days without AE activity”.',
      'never by itself',
      { isSentence: true },
    ),
    field('return/channel', 'Channel that is told', 'Marketing’s own.', 'no channel', { chosenFrom: 'channels' }),
    field('return/higher bar', 'Higher bar to cross again', 'Such as “20 points”, or “none”.', '10 points'),
    field('cooldown', 'Rest after a return', 'Nobody is handed off again: “45 days”.', '30 days'),
  ],
  review: [
    field(
      'review/when',
      'Somebody looks first when',
      'Which crossings are reviewed before they are handed off; a sentence like the definition.',
      'no crossing is reviewed',
      { isSentence: true },
    ),
    field(
      'review/expected contract value',
      'Expected contract value',
      'A year: “120 per employee”, or “5000”.',
      'none',
    ),
    field('review/channel', 'Channel where it is asked', 'Reviewers see it there.', 'no channel', {
      chosenFrom: 'channels',
    }),
    field('review/escalate after', 'Escalate after', 'Working time, or “never”.', '4 working hours'),
  ],
  notAFit: [
    field('not a fit/lead status', 'Lead status', 'What the contact’s lead status becomes.', 'UNQUALIFIED', {
      chosenFrom: 'lead statuses',
    }),
  ],
  people: [
    field('contacts', 'Contacts HubSpot does not have', 'Who is made a contact.', 'create at crossing', {
      choices: ['create at crossing', 'create all', 'update only'],
    }),
    field('companies', 'Companies HubSpot does not have', 'Whether one is made at a crossing.', 'create', {
      choices: ['create', 'update only'],
    }),
    field('ignore browser events', 'Ignore browser events', 'Those of browsers’ write keys.', 'false', {
      choices: ['true', 'false'],
    }),
  ],
} as const satisfies Record<string, readonly FormField[]>;

export type FormList = { path: string; label: string; help: string; otherwise: string };

/** Lists of texts, by where the form shows them. */
export const formLists = {
  people: [
    {
      path: 'do not contact',
      label: 'Do not contact',
      help: 'Nobody is handed off of whom HubSpot says one of these: “hs_email_optout is true” is a good first.',
      otherwise: 'nobody is left out; an opt-out is shown',
    },
    {
      path: 'exclude',
      label: 'Internal e-mail domains',
      help: 'Their people are never scored, counted or alerted.',
      otherwise: 'nobody',
    },
    {
      path: 'business domains',
      label: 'Business domains',
      help: 'Count as a company’s, whatever the public lists say.',
      otherwise: 'the public lists',
    },
    {
      path: 'personal domains',
      label: 'Personal domains',
      help: 'Count as personal, whatever the public lists say.',
      otherwise: 'the public lists',
    },
    {
      path: 'free plans',
      label: 'Free plans',
      help: 'Values of zo_plan that make a free user; no plan is free as well.',
      otherwise: 'free, trial',
    },
  ],
  review: [
    {
      path: 'review/reviewers',
      label: 'Reviewers',
      help: 'Who may approve or reject, by e-mail address.',
      otherwise: 'the operators',
    },
  ],
  notAFit: [
    {
      path: 'not a fit/reasons',
      label: 'Reasons',
      help: 'What an owner chooses from; “Other” is added where it is missing.',
      otherwise: 'Wrong role, Too small, Student or hobby, Competitor, No budget, Other',
    },
  ],
} as const satisfies Record<string, readonly FormList[]>;

/** What can be said of an owner besides the address and leave. */
export const ownerFields = [
  field('weight', 'Weight', 'Their share: 1 to 100.', '1'),
  field('hours', 'Working hours', 'Their own: “Mon-Thu 8-14”.', 'those of the team'),
  field('zone', 'Time zone', 'A name such as Europe/Berlin.', 'the portal’s'),
  field('manager', 'Manager', 'Told about their overdue calls; an address.', 'the operators’ channel is told'),
  field('slack', 'In Slack', 'Who they are there.', 'whoever has this address', { chosenFrom: 'slack people' }),
  field('daily cap', 'Most a day', 'Handoffs on one day of theirs.', 'any number'),
  field('open cap', 'Most open', 'Handoffs they have open at once.', 'any number'),
  field('territory', 'Territory', 'Such as “company country = Germany”.', 'all contacts'),
] as const satisfies readonly FormField[];
