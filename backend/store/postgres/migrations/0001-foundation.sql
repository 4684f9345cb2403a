-- Every table is keyed by portal_id first: one HubSpot account is one tenant.
-- Times are milliseconds since the epoch. Columns named *_json hold JSON text.

CREATE TABLE portals (
  portal_id bigint PRIMARY KEY,
  time_zone text COLLATE "C" NOT NULL,
  ui_domain text COLLATE "C" NOT NULL,
  scopes_json text NOT NULL,          -- granted HubSpot scopes
  go_live_at bigint,                 -- null: watch mode
  created_at bigint NOT NULL
);

CREATE TABLE write_keys (
  key_hash text COLLATE "C" PRIMARY KEY,          -- SHA-256 hex of the key: looked up before the tenant is known
  portal_id bigint NOT NULL,
  source text COLLATE "C" NOT NULL CHECK (source IN ('server', 'browser')),
  created_at bigint NOT NULL,
  revoked_at bigint
);

CREATE TABLE playbooks (
  portal_id bigint NOT NULL,
  version bigint NOT NULL,
  source text COLLATE "C" NOT NULL,               -- the YAML as written
  author text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (portal_id, version)
);

-- Small facts about a portal: owners, lifecycle stages, action ids, flow ids, Slack users.
CREATE TABLE settings (
  portal_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value_json text NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (portal_id, name)
);

-- Sequences per portal: event, person, company, handoff, receipt, rotation.
CREATE TABLE counters (
  portal_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (portal_id, name)
);

-- Deduplication has a table of its own, so that it can outlive or be outlived by the raw events.
CREATE TABLE message_ids (
  portal_id bigint NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (portal_id, message_id)
);

CREATE TABLE events (
  portal_id bigint NOT NULL,
  seq bigint NOT NULL,               -- order of acceptance
  person_id bigint,                  -- as resolved at acceptance; merges are in `merges`
  received_at bigint NOT NULL,
  source text COLLATE "C" NOT NULL,
  body_json text NOT NULL,            -- the cleaned message; normalising it again gives the same event
  PRIMARY KEY (portal_id, seq)
);

CREATE TABLE events_seen (
  portal_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,                 -- a track event's name, or "page /path"
  events bigint NOT NULL,
  people bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  PRIMARY KEY (portal_id, name)
);

CREATE TABLE persons (
  portal_id bigint NOT NULL,
  person_id bigint NOT NULL,
  company_id bigint,                 -- the company joined last: the one decisions use
  profile_json text NOT NULL,         -- backend/usage/person.ts, PersonProfile
  usage_json text NOT NULL,           -- shared/usage.ts, Usage
  revision bigint NOT NULL,          -- grows with every change of this row
  PRIMARY KEY (portal_id, person_id)
);

-- 'u:<userId>' and 'a:<anonymousId>' to a person.
CREATE TABLE identities (
  portal_id bigint NOT NULL,
  identity text COLLATE "C" NOT NULL,
  person_id bigint NOT NULL,
  first_seen_at bigint NOT NULL,
  PRIMARY KEY (portal_id, identity)
);
CREATE INDEX identities_by_person ON identities (portal_id, person_id);

CREATE TABLE companies (
  portal_id bigint NOT NULL,
  company_id bigint NOT NULL,
  profile_json text NOT NULL,         -- backend/usage/company.ts, CompanyProfile
  usage_json text NOT NULL,           -- shared/usage.ts, CompanyUsage
  active_users bigint NOT NULL,      -- as last decided; a change wakes the members it matters to
  PRIMARY KEY (portal_id, company_id)
);

-- 'g:<groupId>' and 'd:<domain>' to a company. One company may hold several of each.
CREATE TABLE company_keys (
  portal_id bigint NOT NULL,
  company_key text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  PRIMARY KEY (portal_id, company_key)
);
CREATE INDEX company_keys_by_company ON company_keys (portal_id, company_id);

CREATE TABLE members (
  portal_id bigint NOT NULL,
  company_id bigint NOT NULL,
  person_id bigint NOT NULL,
  via text COLLATE "C" NOT NULL CHECK (via IN ('group', 'domain')),
  joined_at bigint NOT NULL,
  PRIMARY KEY (portal_id, company_id, person_id)
);
CREATE INDEX members_by_person ON members (portal_id, person_id);

CREATE TABLE merges (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('person', 'company')),
  from_id bigint NOT NULL,
  into_id bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  merged_at bigint NOT NULL,
  PRIMARY KEY (portal_id, kind, from_id)
);

-- Persons to decide again, coalesced: one row however many events.
CREATE TABLE dirty_persons (
  portal_id bigint NOT NULL,
  person_id bigint NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (portal_id, person_id)
);

-- What the clock must wake, and when.
CREATE TABLE wakes (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,                 -- 'person', 'company', 'handoff'
  subject_id bigint NOT NULL,
  due_at bigint NOT NULL,
  PRIMARY KEY (portal_id, kind, subject_id)
);
CREATE INDEX wakes_by_due ON wakes (portal_id, due_at);

-- The latest decision per person.
CREATE TABLE decisions (
  portal_id bigint NOT NULL,
  person_id bigint NOT NULL,
  decided_at bigint NOT NULL,
  playbook_version bigint NOT NULL,
  ready text COLLATE "C" NOT NULL CHECK (ready IN ('yes', 'no', 'unknown')),
  gate text COLLATE "C" NOT NULL,
  crossed_at bigint,                 -- when readiness last turned true; null while it is not
  decision_json text NOT NULL,        -- backend/handoff/decision.ts, StoredDecision
  PRIMARY KEY (portal_id, person_id)
);
CREATE INDEX decisions_by_gate ON decisions (portal_id, gate);

-- The HubSpot record of a person or company: its id, what we want written and what HubSpot acknowledged.
CREATE TABLE records (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('contact', 'company')),
  subject_id bigint NOT NULL,        -- person_id or company_id
  record_id text COLLATE "C",                     -- HubSpot's id; null until linked
  wanted_json text NOT NULL,          -- property -> value as it should be
  written_json text NOT NULL,         -- property -> value as acknowledged
  facts_json text,                    -- what HubSpot said: stage, owner, employees, primary company ...
  facts_at bigint,
  problem text COLLATE "C",                       -- why it cannot be written, in words; null when fine
  PRIMARY KEY (portal_id, kind, subject_id)
);
CREATE INDEX records_by_record_id ON records (portal_id, kind, record_id);

CREATE TABLE handoffs (
  portal_id bigint NOT NULL,
  handoff_id bigint NOT NULL,
  person_id bigint NOT NULL,
  company_id bigint,
  contact_id text COLLATE "C",
  hubspot_company_id text COLLATE "C",
  status text COLLATE "C" NOT NULL,
  is_open bigint NOT NULL,           -- 0 once it has an outcome
  opened_at bigint NOT NULL,
  closed_at bigint,
  handoff_json text NOT NULL,         -- backend/handoff/handoff.ts, Handoff
  PRIMARY KEY (portal_id, handoff_id)
);
CREATE UNIQUE INDEX handoffs_one_open_per_person ON handoffs (portal_id, person_id) WHERE is_open = 1;
CREATE INDEX handoffs_by_person ON handoffs (portal_id, person_id);
CREATE INDEX handoffs_by_contact ON handoffs (portal_id, contact_id);
CREATE INDEX handoffs_by_company ON handoffs (portal_id, company_id, is_open);

-- Signed calls of our workflow actions: callbackId is the idempotency key and the replay defence.
CREATE TABLE action_calls (
  portal_id bigint NOT NULL,
  callback_id text COLLATE "C" NOT NULL,
  action text COLLATE "C" NOT NULL,
  received_at bigint NOT NULL,
  answer_json text NOT NULL,          -- the answer given (or to give again on a repeat)
  completed_json text,                -- the outputs it was completed with, once it was
  handoff_id bigint,
  PRIMARY KEY (portal_id, callback_id)
);

-- Something to do outside, committed in the same transaction as its reason.
CREATE TABLE outbox (
  portal_id bigint NOT NULL,
  effect_key text COLLATE "C" NOT NULL,           -- one live effect per key: 'contact:17', 'alert:5:dm'
  lane text COLLATE "C" NOT NULL,                 -- 'hubspot', 'slack:<channel>'
  kind text COLLATE "C" NOT NULL,
  priority bigint NOT NULL,          -- 0 crossing, 1 routine, 2 backfill, 3 reconciliation
  state text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'claimed', 'sending', 'done', 'failed', 'unconfirmed')),
  generation bigint NOT NULL,        -- grows when the effect is wanted again while it is being worked on
  attempts bigint NOT NULL,
  not_before bigint NOT NULL,
  lease text COLLATE "C",                         -- who works on it; every later update names it
  lease_until timestamptz,             -- when others may take it over, by the clock of the database
  created_at bigint NOT NULL,
  payload_json text NOT NULL,
  result_json text,
  PRIMARY KEY (portal_id, effect_key)
);
CREATE INDEX outbox_ready ON outbox (portal_id, lane, priority, created_at) WHERE state = 'pending';
CREATE INDEX outbox_leased ON outbox (portal_id, state) WHERE state IN ('claimed', 'sending');

-- Append-only: why something was decided, with the values of that instant.
CREATE TABLE receipts (
  portal_id bigint NOT NULL,
  receipt_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,                 -- 'crossing', 'refusal', 'handoff', 'assignment', 'alert', 'return'
  person_id bigint,
  handoff_id bigint,
  at bigint NOT NULL,
  body_json text NOT NULL,
  PRIMARY KEY (portal_id, receipt_id)
);
CREATE INDEX receipts_by_person ON receipts (portal_id, person_id);

-- Alarms an operator should see; one row per distinct problem.
CREATE TABLE alarms (
  portal_id bigint NOT NULL,
  alarm_key text COLLATE "C" NOT NULL,
  message text COLLATE "C" NOT NULL,
  raised_at bigint NOT NULL,
  times bigint NOT NULL,
  PRIMARY KEY (portal_id, alarm_key)
);
