-- Every table is keyed by portal_id first: one HubSpot account is one tenant.
-- Times are milliseconds since the epoch. Columns named *_json hold JSON text.

CREATE TABLE portals (
  portal_id INTEGER PRIMARY KEY,
  time_zone TEXT NOT NULL,
  ui_domain TEXT NOT NULL,
  scopes_json TEXT NOT NULL,          -- granted HubSpot scopes
  go_live_at INTEGER,                 -- null: watch mode
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE write_keys (
  key_hash TEXT PRIMARY KEY,          -- SHA-256 hex of the key: looked up before the tenant is known
  portal_id INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('server', 'browser')),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE playbooks (
  portal_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  source TEXT NOT NULL,               -- the YAML as written
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, version)
) STRICT;

-- Small facts about a portal: owners, lifecycle stages, action ids, flow ids, Slack users.
CREATE TABLE settings (
  portal_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  value_json TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, name)
) STRICT, WITHOUT ROWID;

-- Sequences per portal: event, person, company, handoff, receipt, rotation.
CREATE TABLE counters (
  portal_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (portal_id, name)
) STRICT, WITHOUT ROWID;

-- Deduplication has a table of its own, so that it can outlive or be outlived by the raw events.
CREATE TABLE message_ids (
  portal_id INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  portal_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,               -- order of acceptance
  person_id INTEGER,                  -- as resolved at acceptance; merges are in `merges`
  received_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  body_json TEXT NOT NULL,            -- the cleaned message; normalising it again gives the same event
  PRIMARY KEY (portal_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE events_seen (
  portal_id INTEGER NOT NULL,
  name TEXT NOT NULL,                 -- a track event's name, or "page /path"
  events INTEGER NOT NULL,
  people INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE persons (
  portal_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  company_id INTEGER,                 -- the company joined last: the one decisions use
  profile_json TEXT NOT NULL,         -- backend/usage/person.ts, PersonProfile
  usage_json TEXT NOT NULL,           -- shared/usage.ts, Usage
  revision INTEGER NOT NULL,          -- grows with every change of this row
  PRIMARY KEY (portal_id, person_id)
) STRICT;

-- 'u:<userId>' and 'a:<anonymousId>' to a person.
CREATE TABLE identities (
  portal_id INTEGER NOT NULL,
  identity TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, identity)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_person ON identities (portal_id, person_id);

CREATE TABLE companies (
  portal_id INTEGER NOT NULL,
  company_id INTEGER NOT NULL,
  profile_json TEXT NOT NULL,         -- backend/usage/company.ts, CompanyProfile
  usage_json TEXT NOT NULL,           -- shared/usage.ts, CompanyUsage
  active_users INTEGER NOT NULL,      -- as last decided; a change wakes the members it matters to
  PRIMARY KEY (portal_id, company_id)
) STRICT;

-- 'g:<groupId>' and 'd:<domain>' to a company. One company may hold several of each.
CREATE TABLE company_keys (
  portal_id INTEGER NOT NULL,
  company_key TEXT NOT NULL,
  company_id INTEGER NOT NULL,
  PRIMARY KEY (portal_id, company_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_keys_by_company ON company_keys (portal_id, company_id);

CREATE TABLE members (
  portal_id INTEGER NOT NULL,
  company_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  via TEXT NOT NULL CHECK (via IN ('group', 'domain')),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, company_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_person ON members (portal_id, person_id);

CREATE TABLE merges (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
  from_id INTEGER NOT NULL,
  into_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  merged_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, kind, from_id)
) STRICT, WITHOUT ROWID;

-- Persons to decide again, coalesced: one row however many events.
CREATE TABLE dirty_persons (
  portal_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (portal_id, person_id)
) STRICT, WITHOUT ROWID;

-- What the clock must wake, and when.
CREATE TABLE wakes (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                 -- 'person', 'company', 'handoff'
  subject_id INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX wakes_by_due ON wakes (portal_id, due_at);

-- The latest decision per person.
CREATE TABLE decisions (
  portal_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  playbook_version INTEGER NOT NULL,
  ready TEXT NOT NULL CHECK (ready IN ('yes', 'no', 'unknown')),
  gate TEXT NOT NULL,
  crossed_at INTEGER,                 -- when readiness last turned true; null while it is not
  decision_json TEXT NOT NULL,        -- backend/handoff/decision.ts, StoredDecision
  PRIMARY KEY (portal_id, person_id)
) STRICT;
CREATE INDEX decisions_by_gate ON decisions (portal_id, gate);

-- The HubSpot record of a person or company: its id, what we want written and what HubSpot acknowledged.
CREATE TABLE records (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contact', 'company')),
  subject_id INTEGER NOT NULL,        -- person_id or company_id
  record_id TEXT,                     -- HubSpot's id; null until linked
  wanted_json TEXT NOT NULL,          -- property -> value as it should be
  written_json TEXT NOT NULL,         -- property -> value as acknowledged
  facts_json TEXT,                    -- what HubSpot said: stage, owner, employees, primary company ...
  facts_at INTEGER,
  problem TEXT,                       -- why it cannot be written, in words; null when fine
  PRIMARY KEY (portal_id, kind, subject_id)
) STRICT;
CREATE INDEX records_by_record_id ON records (portal_id, kind, record_id);

CREATE TABLE handoffs (
  portal_id INTEGER NOT NULL,
  handoff_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  company_id INTEGER,
  contact_id TEXT,
  hubspot_company_id TEXT,
  status TEXT NOT NULL,
  is_open INTEGER NOT NULL,           -- 0 once it has an outcome
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  handoff_json TEXT NOT NULL,         -- backend/handoff/handoff.ts, Handoff
  PRIMARY KEY (portal_id, handoff_id)
) STRICT;
CREATE UNIQUE INDEX handoffs_one_open_per_person ON handoffs (portal_id, person_id) WHERE is_open = 1;
CREATE INDEX handoffs_by_person ON handoffs (portal_id, person_id);
CREATE INDEX handoffs_by_contact ON handoffs (portal_id, contact_id);
CREATE INDEX handoffs_by_company ON handoffs (portal_id, company_id, is_open);

-- Signed calls of our workflow actions: callbackId is the idempotency key and the replay defence.
CREATE TABLE action_calls (
  portal_id INTEGER NOT NULL,
  callback_id TEXT NOT NULL,
  action TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  answer_json TEXT NOT NULL,          -- the answer given (or to give again on a repeat)
  completed_json TEXT,                -- the outputs it was completed with, once it was
  handoff_id INTEGER,
  PRIMARY KEY (portal_id, callback_id)
) STRICT, WITHOUT ROWID;

-- Something to do outside, committed in the same transaction as its reason.
CREATE TABLE outbox (
  portal_id INTEGER NOT NULL,
  effect_key TEXT NOT NULL,           -- one live effect per key: 'contact:17', 'alert:5:dm'
  lane TEXT NOT NULL,                 -- 'hubspot', 'slack:<channel>'
  kind TEXT NOT NULL,
  priority INTEGER NOT NULL,          -- 0 crossing, 1 routine, 2 backfill, 3 reconciliation
  state TEXT NOT NULL CHECK (state IN ('pending', 'claimed', 'sending', 'done', 'failed', 'unconfirmed')),
  generation INTEGER NOT NULL,        -- grows when the effect is wanted again while it is being worked on
  attempts INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  lease TEXT,                         -- who works on it; every later update names it
  created_at INTEGER NOT NULL,
  payload_json TEXT NOT NULL,
  result_json TEXT,
  PRIMARY KEY (portal_id, effect_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_ready ON outbox (portal_id, lane, priority, created_at) WHERE state = 'pending';
CREATE INDEX outbox_leased ON outbox (portal_id, state) WHERE state IN ('claimed', 'sending');

-- Append-only: why something was decided, with the values of that instant.
CREATE TABLE receipts (
  portal_id INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                 -- 'crossing', 'refusal', 'handoff', 'assignment', 'alert', 'return'
  person_id INTEGER,
  handoff_id INTEGER,
  at INTEGER NOT NULL,
  body_json TEXT NOT NULL,
  PRIMARY KEY (portal_id, receipt_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_person ON receipts (portal_id, person_id);

-- Alarms an operator should see; one row per distinct problem.
CREATE TABLE alarms (
  portal_id INTEGER NOT NULL,
  alarm_key TEXT NOT NULL,
  message TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (portal_id, alarm_key)
) STRICT, WITHOUT ROWID;
