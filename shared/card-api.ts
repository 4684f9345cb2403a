/**
 * What the cards ask the backend and what it answers, over `/app/…`. HubSpot signs each request and vouches for the portal
 * and the user; the contact's id comes from the card and is only ever looked up within that portal. Expected conditions are
 * answers with a `status`, never HTTP errors: what HubSpot does with an error's body is not documented.
 *
 * Times are milliseconds since the epoch. A *day* is a local day in the portal's zone, as in usage.ts.
 */
import type { GateReason, ReadyBy } from './gate-wording.ts';
import type { ConditionReadiness } from './readiness.ts';
import type { ReceiptLine } from './score.ts';
import type { RecentEvent } from './usage.ts';

/** GET, with `?contactId=`. HubSpot adds portalId, userId, userEmail and appId, and signs. */
export const contactCardPath = '/app/contact-card';
/** POST a LinkProductUserRequest. */
export const linkProductUserPath = '/app/link-product-user';
/** POST a LinkProductUserRequest: undoes it. */
export const unlinkProductUserPath = '/app/unlink-product-user';
/** POST a HandoffCommandRequest. */
export const handoffCommandPath = '/app/handoff-command';

/** What the contact card shows, or why there is nothing to show. */
export type ContactCardAnswer =
  | ({ status: 'ready' } & ContactCard)
  /** The portal is connected, and no product activity belongs to this contact. */
  | { status: 'empty'; asOf: number; portal: CardPortal; email: string | null; eventsReceived: boolean }
  /** Nobody has connected this portal, or it has no playbook yet. */
  | { status: 'not connected'; missing: 'portal' | 'playbook' };

/** Everything the contact card shows, of one moment: score, readiness, use, handoffs, and what whoever looks may do. */
export type ContactCard = {
  /** The backend's clock at this answer; the card counts on from it. */
  asOf: number;
  portal: CardPortal;
  gate: GateReason;
  /** Ready without anything having happened: why the gate is closed. */
  readyBy?: ReadyBy;
  /** HubSpot says that they unsubscribed from all e-mail. */
  isOptedOut?: true;
  score: CardScore;
  readiness: CardReadiness;
  activity: CardActivity;
  company: CardCompany | null;
  /** Newest first, at most 5; the first may be open. */
  handoffs: CardHandoff[];
  acting: CardActing;
  freshness: CardFreshness;
};

/** The portal as links and times need it: `uiDomain` is the host of HubSpot's pages, `timeZone` an IANA name. */
export type CardPortal = { portalId: number; uiDomain: string; timeZone: string };

/** The score with the lines it is made of, and what it will lose without further use. */
export type CardScore = {
  points: number;
  receipt: ReceiptLine[];
  /** What the score will lose with no new event, soonest first, at most 3. */
  losses: ScoreLoss[];
};

/** On the local day `day` the score is `points` lower than the day before. `text`: the playbook's line that gives less. */
export type ScoreLoss = { day: number; points: number; text: string };

/** How the definition stands: each of its conditions as a checklist shows it. */
export type CardReadiness = {
  ready: 'yes' | 'no' | 'unknown';
  conditionsMissing: number;
  /** In the order to show: not met with the nearest first, not known, met. */
  conditions: CardCondition[];
};

/** `label`: what is asked for, for people ("Active users, last 30 days"). */
export type CardCondition = Omit<ConditionReadiness, 'parts'> & { label: string };

/** Use of the product: of the last days for the chart, and the newest events. */
export type CardActivity = {
  lastActiveAt: number | null;
  keyActions7d: number;
  /** The newest 14 local days, oldest first, today last. */
  days: { day: number; events: number }[];
  /** Newest first, at most 5. */
  recent: RecentEvent[];
};

/** The company the person works at, as the product and HubSpot know it. */
export type CardCompany = {
  name: string | null;
  /** HubSpot's company record; null while not linked. */
  recordId: string | null;
  activeUsers: number;
  /** Active ones, newest first, at most 5. `contactId` is null while not linked. */
  people: { name: string; lastActiveAt: number; contactId: string | null }[];
};

/** Where a handoff stands; the words are those of `zo_handoff_status` in HubSpot. */
export type CardHandoffStatus =
  | 'waiting'
  | 'in_review'
  | 'assigned'
  | 'alerted'
  | 'engaged'
  | 'snoozed'
  | 'breached'
  | 'return_due'
  | 'returned'
  | 'not_a_fit'
  | 'won'
  | 'lost'
  | 'rejected'
  | 'withdrawn';

/**
 * One handoff as the card tells it: whose it is, by when they call, what has been done, and how it ended. Moments are
 * milliseconds since the epoch.
 */
export type CardHandoff = {
  handoffId: number;
  status: CardHandoffStatus;
  openedAt: number;
  closedAt: number | null;
  /** Why now, in words: "2nd active user at FinPilot (needs 2)"; null when somebody's workflow asked for it. */
  trigger: string | null;
  /** Somebody of sales handed it off, not a crossing; `by`: an e-mail address. */
  byHand: { by: string; reason: string } | null;
  owner: { name: string; email: string; reason: string } | null;
  /** Who had it before whoever has it now, and why it went on. */
  passedOn: { from: string; why: string; at: number } | null;
  /** Since when nobody could get it. */
  heldSince: number | null;
  /** "I'm on it". */
  acceptedAt: number | null;
  snoozedUntil: number | null;
  dueAt: number | null;
  /** When the first call of whoever has it became overdue. */
  overdueSince: number | null;
  touch: CardTouch | null;
  /** While it is in review; `contractValue`: the one expected a year. */
  review: { askedAt: number; reviewers: string[]; contractValue: number | null; isLate: boolean } | null;
  /** Its owner is asked whether it goes back. */
  askedAt: number | null;
  /** Why it went back to marketing, is about to or may, is in review, or ended. */
  reasons: string[];
  /** It ended because this is not the one to talk to; `status` is 'not_a_fit' then. */
  isWrongPerson: boolean;
  alerts: CardAlert[];
};

/** The first human touch. */
export type CardTouch = {
  at: number;
  kind: 'call' | 'meeting' | 'e-mail' | 'message' | 'contact';
  by: 'owner' | 'somebody';
  /** Working minutes since the handoff. */
  minutes: number;
  /** Null: no time was set. */
  isInTime: boolean | null;
};

/** What whoever looks at the card may do now. */
export type CardActing = {
  /** In the order to show; the first is the one that matters most now. */
  actions: CardAction[];
  /** Why nothing is offered, where others may do something. */
  whyNone: string | null;
};

export const cardCommands = [
  'accept',
  'claim',
  'call',
  'snooze',
  'reassign',
  'return',
  'keep',
  'not a fit',
  'wrong person',
  'undo',
  'approve',
  'reject',
  'hand off',
] as const;
export type CardCommand = (typeof cardCommands)[number];

/**
 * Something whoever looks may do now, with all that has to be said or chosen first. It is offered only where it would be done.
 */
export type CardAction = {
  command: CardCommand;
  /** Null: a new handoff. */
  handoffId: number | null;
  label: string;
  /** What it does, to be confirmed first; null: it is done at once. */
  confirm: string | null;
  needsReason: boolean;
  /** To choose a reason from; empty: it is given in one's own words. */
  reasons: string[];
  /** Null: there is nothing to choose. */
  choice: { label: string; isRequired: boolean; options: { value: string; label: string }[] } | null;
};

/**
 * `idempotencyKey`: one for each thing that somebody does. The same key again, sent by HubSpot, by a double click or because no
 * answer came, gets the same answer and does nothing.
 */
export type HandoffCommandRequest = {
  contactId: string;
  handoffId: number | null;
  command: CardCommand;
  reason?: string;
  choice?: string;
  idempotencyKey: string;
};

/** `say`: what whoever asked reads. */
export type HandoffCommandAnswer = {
  status:
    | 'done'
    /** It is so already. */
    | 'already'
    | 'refused'
    /** No handoff of this contact has that id. */
    | 'unknown handoff';
  say: string;
  /** As it is now. */
  card: ContactCardAnswer;
};

/** The Slack alert to one place. `place`: "#pql-handoff", "Maria". */
export type CardAlert = {
  place: string;
  state:
    | 'queued'
    | 'posted'
    /** In a list of the day's further alerts. */
    | 'gathered'
    | 'unconfirmed'
    /** It was posted, and somebody removed it. */
    | 'gone'
    | 'failed'
    /** Nobody needed it any more before it was posted. */
    | 'moot';
  link: string | null;
  /** Why it failed or is unconfirmed, in words. */
  reason: string | null;
};

/** How far what the card shows is behind the events, and HubSpot behind the card. */
export type CardFreshness = {
  /** The newest event in these figures; null when there is none. */
  eventsThrough: number | null;
  /** An accepted event of this person has waited since then to be counted; null when all are. */
  waitingSince: number | null;
  hubspot:
    | { status: 'agrees' }
    /** Being written; `differs` is what HubSpot does not have yet. */
    | { status: 'writing'; differs: CardDifference[] }
    /** HubSpot refuses it, and why. */
    | { status: 'refused'; reason: string; differs: CardDifference[] };
};

/** A value as we have it and as HubSpot last acknowledged it. */
export type CardDifference = { label: string; ours: string; hubspots: string | null };

/**
 * `productUser`: the user id or e-mail address the product knows this person by. Of linking, and of undoing it; with the same
 * idempotencyKey it is done once.
 */
export type LinkProductUserRequest = { contactId: string; productUser: string; idempotencyKey: string };

/** What became of linking. */
export type LinkProductUserAnswer =
  | { status: 'linked' }
  /** No event has ever named this user id or e-mail address. */
  | { status: 'unknown user' }
  /** That product user belongs to another contact. */
  | { status: 'linked elsewhere'; contactId: string }
  /** HubSpot has no such contact. */
  | { status: 'unknown contact' }
  | { status: 'refused'; reason: string };

/** Of a link that somebody made on a card. */
export type UnlinkProductUserAnswer =
  | { status: 'unlinked' }
  /** Nobody linked that product user with this contact, or it was undone. */
  | { status: 'not linked' }
  | { status: 'refused'; reason: string };
