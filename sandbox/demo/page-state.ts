/** Everything the demo page shows, as one plain document. The page draws it and knows nothing else. */

export type StoryStepView = {
  title: string;
  state: 'waiting' | 'playing' | 'done' | 'failed';
  /** What was seen, or what went wrong. */
  said: string | null;
};

export type PropertyView = {
  /** The name in HubSpot's API. */
  name: string;
  label: string;
  description: string;
  /** In words; '' when empty. */
  shown: string;
  /** One of the app's own `zo_` properties. */
  ours: boolean;
  /** Newest first. `value` is in words, `by` says who wrote it. */
  history: { value: string; at: number; by: string }[];
};

export type PropertySection = { title: string; properties: PropertyView[] };

export type ActionView = {
  label: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  at: number | null;
  /** Output or error, in words. */
  details: { name: string; value: string }[];
};

export type EnrolmentView = {
  id: string;
  flow: string;
  /** False while HubSpot waits its delay: the filters held when it was scheduled. */
  isEnrolled: boolean;
  /** When it was enrolled, or scheduled. */
  at: number;
  state: string;
  actions: ActionView[];
};

export type ContactView = {
  id: string;
  name: string;
  email: string;
  company: string;
  /** HubSpot's id of it; null without one. */
  companyId: string | null;
  sections: PropertySection[];
  /** Newest first. */
  enrolments: EnrolmentView[];
};

export type ConversationView = {
  id: string;
  label: string;
  kind: 'channel' | 'dm';
  /** The people in it, by Slack's ids. */
  members: string[];
  /** Older messages that are not sent to the page. */
  leftOut: number;
};

export type MessageView = {
  conversation: string;
  ts: string;
  at: number;
  text: string;
  blocks: Record<string, unknown>[];
  /** When it was changed last; null when never. */
  editedAt: number | null;
  /** The message that it answers; null for one that stands in the conversation itself. */
  threadTs: string | null;
  /** A reply that the conversation shows too. */
  broadcast: boolean;
  /** The one person who sees it; null when everybody does. */
  onlyFor: string | null;
};

/** A modal that somebody has in front of them. */
export type ModalView = {
  id: string;
  user: string;
  /** Changes with what it shows. */
  hash: string;
  title: string;
  /** Null for a modal that asks for nothing. */
  submit: string | null;
  close: string;
  blocks: Record<string, unknown>[];
};

/** What became of a submitted modal. */
export type SubmittedView = {
  closed: boolean;
  /** What stands next to the fields, by block id. */
  errors: Record<string, string>;
  /** Why Slack could not go on, in words; null when it could. */
  trouble: string | null;
};

export type ProductPerson = { userId: string; name: string; email: string; company: string };

export type ProductPersonView = ProductPerson & {
  /** They have done something in the product. */
  isActive: boolean;
  /** Of somebody HubSpot does not know yet; null while nothing is decided about them. */
  standing: { score: number; readiness: string } | null;
};

export type Latencies = {
  /** Whose handoff was measured. */
  of: string | null;
  /** From the event's 200 to the property in HubSpot, and so on; milliseconds, null when not measured. */
  eventToPropertyMs: number | null;
  propertyToActionMs: number | null;
  actionToSlackMs: number | null;
  /** The handoff made the company in HubSpot, which is done some seconds after HubSpot had its chance to. */
  companyIsNew: boolean;
};

export type DefinitionView = { version: number; definition: string };

/** What a draft of the definition would do, or what is wrong with it. */
export type DraftView =
  | {
      outcome: 'simulated';
      people: number;
      readyNow: number;
      readyThen: number;
      added: DraftChange[];
      addedCount: number;
      removed: DraftChange[];
      removedCount: number;
      /** In words; '' when all that the draft asks for is known. */
      notRead: string;
      /** It would make all but everybody ready, and is not saved. */
      takesEveryone: boolean;
    }
  | {
      outcome: 'mistaken';
      message: string;
      hint: string;
      /** Counted from 1, in the text that was typed. */
      line: number;
      column: number;
      length: number;
    };

export type DraftChange = { name: string; company: string; why: string; heldBack: string };

export type PageState = {
  /** Milliseconds the demo is ahead of the real clock. */
  offsetMs: number;
  timeZone: string;
  /** HubSpot's own wait between a property's change and the enrolment, as the sandbox is set. */
  enrolmentDelayMs: number;
  story: StoryStepView[];
  contacts: ContactView[];
  /** Workflows of the portal and whether they are switched on. */
  flows: { name: string; enabled: boolean }[];
  slack: {
    names: Record<string, string>;
    /** Who can be signed in there. */
    people: { id: string; name: string; email: string | null }[];
    conversations: ConversationView[];
    /** Oldest first. */
    messages: MessageView[];
    modals: ModalView[];
  };
  /** The definition in force; null until the playbook is applied. */
  playbook: DefinitionView | null;
  product: { people: ProductPersonView[]; actions: { id: string; label: string }[] };
  latencies: Latencies;
  /** What is wrong right now, in words; empty when all is well. */
  problems: string[];
};
