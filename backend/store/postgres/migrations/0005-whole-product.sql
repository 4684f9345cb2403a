-- Rules in force, receipts, handoffs, cards, home and settings. What SQLite looks up inside JSON by an index has a column of
-- its own here, written with the row.

-- By which rules usage is counted and people are decided. Other rules come into force in one step, once usage has been
-- folded anew beside the live one: each person has room for two, and a number says which of them counts.
CREATE TABLE rules_in_force (
  portal_id bigint PRIMARY KEY,
  generation bigint NOT NULL,        -- grows whenever other rules come into force
  usage_slot smallint NOT NULL CHECK (usage_slot IN (0, 1)), -- 0: persons.usage_json counts, 1: persons.other_usage_json
  playbook_version bigint,           -- null: no playbook yet
  time_zone text COLLATE "C",
  unfinished text COLLATE "C" CHECK (unfinished IN ('resolve', 'settle', 'recount', 'decide')), -- null: everything follows from these rules
  reached bigint NOT NULL            -- how far the unfinished step has come: the last event, person or company done
);

ALTER TABLE persons ADD COLUMN other_usage_json text NOT NULL
  DEFAULT '{"firstSeenAt":null,"lastActiveAt":null,"activeDays":[],"signals":{},"recent":[],"eventNames":[]}';

-- Rebuilds under way. One left by a process that ended is begun again at the next start.
CREATE TABLE rebuilds (
  portal_id bigint PRIMARY KEY,
  rebuild bigint NOT NULL            -- grows with each that begins: an older one that still runs can no longer end
);

-- Who became whom while a rebuild was under way, in this order.
CREATE TABLE rebuild_merges (
  portal_id bigint NOT NULL,
  merge_id bigint GENERATED ALWAYS AS IDENTITY,
  from_id bigint NOT NULL,
  into_id bigint NOT NULL,
  PRIMARY KEY (portal_id, merge_id)
);

-- A change of the rules may leave a great many effects waiting: which lanes have something to do now is looked up.
CREATE INDEX outbox_due ON outbox (portal_id, lane, not_before) WHERE state = 'pending';
CREATE INDEX outbox_troubled ON outbox (portal_id, created_at, effect_key) WHERE state IN ('failed', 'unconfirmed');

-- Receipts are append-only, and each can be read on its own. The one change there is: erasing a person blanks the body and
-- keeps the fact.
ALTER TABLE receipts ADD COLUMN format bigint NOT NULL DEFAULT 0;  -- of the body; 0: from before bodies had one
ALTER TABLE receipts ADD COLUMN playbook_version bigint;
ALTER TABLE receipts ADD COLUMN outcome text COLLATE "C";          -- one word, never about a person
ALTER TABLE receipts ADD COLUMN erased_at bigint;
CREATE INDEX receipts_by_handoff ON receipts (portal_id, handoff_id);
CREATE INDEX receipts_of_assignments ON receipts (portal_id, receipt_id) WHERE kind IN ('assignment', 'reassignment');
CREATE INDEX receipts_of_crossings ON receipts (portal_id, person_id) WHERE kind = 'crossing';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% append-only', TG_ARGV[0];
END
$$;

-- What retention has deleted: everything of a kind before a moment. Receipts and audit are still append-only: rows go so, or
-- with their portal.
CREATE TABLE forgotten (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('events', 'messageIds', 'receipts', 'audit', 'messages', 'people')),
  before bigint NOT NULL,
  rows bigint NOT NULL,              -- deleted or blanked, ever
  at bigint NOT NULL,                -- when it was done last
  PRIMARY KEY (portal_id, kind)
);

-- What proves that everything of a portal was deleted. It names no portal in a column portal_id: nothing of the tenant is here
-- but the account's number.
CREATE TABLE portal_erasures (
  erasure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  erased_portal bigint NOT NULL,
  begun_at bigint NOT NULL,
  ended_at bigint,                   -- null: under way, or its process ended; erasing again goes on with it
  rows_json text NOT NULL            -- table -> rows deleted so far
);
CREATE UNIQUE INDEX portal_erasures_under_way ON portal_erasures (erased_portal) WHERE ended_at IS NULL;

-- TG_ARGV: what is deleted, and its kind in `forgotten`.
CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM portal_erasures WHERE erased_portal = OLD.portal_id AND ended_at IS NULL)
    OR EXISTS (SELECT FROM forgotten WHERE portal_id = OLD.portal_id AND kind = TG_ARGV[1] AND before > OLD.at)
  THEN RETURN OLD;
  END IF;
  RAISE EXCEPTION '% append-only', TG_ARGV[0];
END
$$;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts FOR EACH ROW
EXECUTE FUNCTION refuse_deletion('receipts are', 'receipts');
CREATE TRIGGER receipts_are_only_erased BEFORE UPDATE ON receipts FOR EACH ROW
WHEN (NOT (
  OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.body_json = '{}'
  AND NEW.portal_id = OLD.portal_id AND NEW.receipt_id = OLD.receipt_id AND NEW.kind = OLD.kind AND NEW.at = OLD.at
  AND NEW.person_id IS NOT DISTINCT FROM OLD.person_id AND NEW.handoff_id IS NOT DISTINCT FROM OLD.handoff_id
  AND NEW.format = OLD.format AND NEW.playbook_version IS NOT DISTINCT FROM OLD.playbook_version
  AND NEW.outcome IS NOT DISTINCT FROM OLD.outcome
)) EXECUTE FUNCTION refuse_change('receipts are');

-- Receipts stay under the person they were written about; who that person became is looked up.
CREATE INDEX merges_by_survivor ON merges (portal_id, kind, into_id);

-- Handoffs by their AE, and by their moments.
ALTER TABLE handoffs ADD COLUMN owner_id text COLLATE "C";
ALTER TABLE handoffs ADD COLUMN owner_email text COLLATE "C";
ALTER TABLE handoffs ADD COLUMN owner_reason text COLLATE "C";
ALTER TABLE handoffs ADD COLUMN given_at bigint;       -- when this AE got it
ALTER TABLE handoffs ADD COLUMN handed_off_at bigint;
ALTER TABLE handoffs ADD COLUMN held_since bigint;     -- waits for an owner since; null: does not
CREATE INDEX handoffs_open_by_owner ON handoffs (portal_id, owner_id) WHERE is_open = 1;
CREATE INDEX handoffs_given_by_owner ON handoffs (portal_id, owner_id, given_at);
CREATE INDEX handoffs_ended_by_company ON handoffs (portal_id, company_id, closed_at)
  WHERE is_open = 0 AND owner_id IS NOT NULL;
CREATE INDEX handoffs_held ON handoffs (portal_id, held_since, handoff_id) WHERE is_open = 1 AND held_since IS NOT NULL;
CREATE INDEX handoffs_by_handed_off ON handoffs (portal_id, handed_off_at, handoff_id);
CREATE INDEX handoffs_by_opened ON handoffs (portal_id, opened_at, handoff_id);
CREATE INDEX handoffs_by_closed ON handoffs (portal_id, closed_at, handoff_id);
CREATE INDEX handoffs_in_review ON handoffs (portal_id, opened_at, handoff_id) WHERE status = 'in_review';
CREATE INDEX handoffs_overdue ON handoffs (portal_id, opened_at) WHERE status = 'breached';
CREATE INDEX handoffs_opened_by_company ON handoffs (portal_id, company_id, opened_at, handoff_id);
CREATE INDEX handoffs_open_by_company ON handoffs (portal_id, company_id, opened_at, handoff_id) WHERE is_open = 1;

-- In which hours the events came that a rule needs, and since when a name is known: what stopped is told by these.
CREATE TABLE arrival_hours (
  portal_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,     -- as in events_seen
  hour_start bigint NOT NULL,         -- by the portal's clocks
  PRIMARY KEY (portal_id, name, hour_start)
);
ALTER TABLE events_seen ADD COLUMN first_seen_at bigint;                   -- null: before this was kept
ALTER TABLE events_seen ADD COLUMN week bigint;                            -- of the portal's days; null: before this was kept
ALTER TABLE events_seen ADD COLUMN week_events bigint NOT NULL DEFAULT 0;
ALTER TABLE events_seen ADD COLUMN week_before_events bigint NOT NULL DEFAULT 0;
CREATE INDEX events_seen_by_first ON events_seen (portal_id, first_seen_at, name);
CREATE INDEX events_seen_by_last ON events_seen (portal_id, last_seen_at, name);

ALTER TABLE write_keys ADD COLUMN name text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE write_keys ADD COLUMN last_used_at bigint;                     -- now and then; null: not since this is kept
CREATE INDEX write_keys_by_portal ON write_keys (portal_id, created_at);

-- Who may change settings from HubSpot besides those whom the environment names.
CREATE TABLE grants (
  portal_id bigint NOT NULL,
  email text COLLATE "C" NOT NULL,    -- lower case
  granted_by text COLLATE "C" NOT NULL,
  granted_at bigint NOT NULL,
  PRIMARY KEY (portal_id, email)
);

-- What people did besides saving playbooks, each of which is a version. Written before it is done; how it ended is added.
CREATE TABLE audit (
  portal_id bigint NOT NULL,
  audit_id bigint NOT NULL,
  request_id text COLLATE "C" NOT NULL,   -- asked again with the same: not done again
  at bigint NOT NULL,
  author text COLLATE "C" NOT NULL,
  deed text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL,       -- in words
  ended_at bigint,                        -- null: under way, or nobody knows
  outcome text COLLATE "C",
  answer_json text,                       -- what was answered, without secrets
  PRIMARY KEY (portal_id, audit_id)
);
CREATE UNIQUE INDEX audit_by_request ON audit (portal_id, request_id);
CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW
EXECUTE FUNCTION refuse_deletion('the audit is', 'audit');
CREATE TRIGGER audit_is_only_ended BEFORE UPDATE ON audit FOR EACH ROW
WHEN (NOT (
  OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.portal_id = OLD.portal_id AND NEW.audit_id = OLD.audit_id
  AND NEW.request_id = OLD.request_id AND NEW.at = OLD.at AND NEW.author = OLD.author AND NEW.deed = OLD.deed
  AND NEW.detail = OLD.detail
)) EXECUTE FUNCTION refuse_change('the audit is');

-- Whoever is one condition short of ready, by score; a company's people by score, who crossed, whose address is a personal one.
ALTER TABLE decisions ADD COLUMN points bigint NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN conditions_missing bigint NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN company_id bigint;                        -- the person's, when it was decided
ALTER TABLE decisions ADD COLUMN email_domain_type text COLLATE "C";       -- what the rules called the address then
CREATE INDEX decisions_one_short ON decisions (portal_id, points, person_id) WHERE gate = 'not_ready' AND conditions_missing = 1;
CREATE INDEX decisions_by_company_points ON decisions (portal_id, company_id, points, person_id) WHERE company_id IS NOT NULL;
CREATE INDEX decisions_crossed_by_company ON decisions (portal_id, company_id, crossed_at, person_id)
  WHERE company_id IS NOT NULL AND crossed_at IS NOT NULL;
CREATE INDEX decisions_personal_by_company ON decisions (portal_id, company_id, person_id)
  WHERE company_id IS NOT NULL AND email_domain_type IN ('personal', 'disposable');

-- What cards asked for is forgotten after a while.
CREATE INDEX action_calls_of_cards ON action_calls (portal_id, received_at) WHERE action = 'card';

-- Active users of a company as they were known on each local day on which they changed. A day that is not there had as many
-- as the newest day before it.
CREATE TABLE company_days (
  portal_id bigint NOT NULL,
  company_id bigint NOT NULL,
  day bigint NOT NULL,
  active_users bigint NOT NULL,
  PRIMARY KEY (portal_id, company_id, day)
);

-- A person's own events, newest first, a page at a time.
CREATE INDEX events_by_person ON events (portal_id, person_id, seq) WHERE person_id IS NOT NULL;

-- A record that HubSpot deleted: which one it was, and when. A restore reconnects it; nothing takes its place by itself.
ALTER TABLE records ADD COLUMN deleted_id text COLLATE "C";
ALTER TABLE records ADD COLUMN deleted_at bigint;
CREATE INDEX records_by_deleted_id ON records (portal_id, kind, deleted_id) WHERE deleted_id IS NOT NULL;

-- What raw events that were deleted had added up to, by the names of events and not by signals: usage is counted again by
-- other rules as if they were still there.
CREATE TABLE usage_before (
  portal_id bigint NOT NULL,
  person_id bigint NOT NULL,          -- as resolved at acceptance; merges are in `merges`
  usage_json text NOT NULL,           -- backend/usage/usage-before.ts
  PRIMARY KEY (portal_id, person_id)
);
-- Sample activity is told apart: in the text of a profile these characters are the field alone, for a quote within a value
-- stands behind a backslash.
ALTER TABLE persons ADD COLUMN is_sample boolean NOT NULL
  GENERATED ALWAYS AS (position('"isSample":true' IN profile_json) > 0) STORED;
CREATE INDEX persons_of_sample ON persons (portal_id, person_id) WHERE is_sample;

-- Whose primary company in HubSpot a company is, by what was read of the contact.
ALTER TABLE records ADD COLUMN primary_company_id text COLLATE "C";
CREATE INDEX records_by_primary_company ON records (portal_id, primary_company_id, subject_id)
  WHERE kind = 'contact' AND primary_company_id IS NOT NULL;

-- How long people have waited to be decided again.
CREATE INDEX dirty_persons_by_age ON dirty_persons (portal_id, since, person_id);

-- Tokens by portal and kind, sealed (backend/tokens/sealer.ts): `keyId.nonce.box`.
CREATE TABLE credentials (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('hubspot', 'slack')),
  sealed text COLLATE "C",            -- null once revoked
  key_id text COLLATE "C" GENERATED ALWAYS AS (split_part(sealed, '.', 1)) STORED,
  expires_at bigint,                  -- of the access token; null: never by itself
  revoked_at bigint,
  revoked_by text COLLATE "C" CHECK (revoked_by IN ('platform', 'us')),
  revoked_reason text,                -- in words
  details_json text NOT NULL,         -- what is no secret: who installed, scopes, names
  slack_team_id text COLLATE "C",
  revision bigint NOT NULL,           -- grows with every other token
  lease text COLLATE "C",             -- who renews it now; only under it a renewed token is taken
  lease_until bigint,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (portal_id, kind)
);
CREATE INDEX credentials_by_key ON credentials (key_id);
CREATE INDEX credentials_by_slack_team ON credentials (slack_team_id) WHERE slack_team_id IS NOT NULL;

-- OAuth flows that have begun. Looked up before the portal is known; gone once used, or after ten minutes.
CREATE TABLE oauth_states (
  state_hash text COLLATE "C" PRIMARY KEY, -- SHA-256 hex
  browser_hash text COLLATE "C" NOT NULL, -- of the cookie in the browser that began
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('hubspot', 'slack')),
  portal_id bigint,                   -- whose Slack; null for HubSpot
  sealed_verifier text COLLATE "C",   -- PKCE
  return_url text,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  author text                         -- who asked for it, where that is known at the beginning
);
CREATE INDEX oauth_states_by_end ON oauth_states (expires_at);

-- Links to connect Slack, asked for in the settings of a portal. Looked up before the portal is known; used once.
CREATE TABLE slack_links (
  link_hash text COLLATE "C" PRIMARY KEY, -- SHA-256 hex
  portal_id bigint NOT NULL,
  author text NOT NULL,               -- who asked, by address
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX slack_links_by_end ON slack_links (expires_at);

-- A workspace that was allowed and is connected once somebody has confirmed it; its token is sealed.
CREATE TABLE slack_offers (
  offer_hash text COLLATE "C" PRIMARY KEY, -- SHA-256 hex
  browser_hash text COLLATE "C" NOT NULL, -- of the cookie in the browser that allowed it
  portal_id bigint NOT NULL,
  sealed text NOT NULL,
  details_json text NOT NULL,
  slack_team_id text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX slack_offers_by_end ON slack_offers (expires_at);

-- Events of Slack that were followed: each is followed once. Of a workspace, not of a portal.
CREATE TABLE slack_events (
  event_id text COLLATE "C" PRIMARY KEY,
  taken_at bigint NOT NULL
);
CREATE INDEX slack_events_by_time ON slack_events (taken_at);

-- Companies in HubSpot become another one.
CREATE INDEX handoffs_by_hubspot_company ON handoffs (portal_id, hubspot_company_id) WHERE hubspot_company_id IS NOT NULL;

-- What HubSpot told of merges. Only a hint where to look: the record found there has to name the old one itself.
CREATE TABLE merge_hints (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('contact', 'company')),
  old_id text COLLATE "C" NOT NULL,
  new_id text COLLATE "C" NOT NULL,
  told_at bigint NOT NULL,
  PRIMARY KEY (portal_id, kind, old_id)
);
CREATE INDEX merge_hints_by_new_id ON merge_hints (portal_id, kind, new_id);
CREATE INDEX merge_hints_by_age ON merge_hints (portal_id, told_at);

-- Contacts that HubSpot deleted for privacy. Once done, the row proves it and names nobody.
CREATE TABLE privacy_deletions (
  portal_id bigint NOT NULL,
  contact_hash text COLLATE "C" NOT NULL, -- by the portal's own salt
  contact_id text COLLATE "C",        -- null once done
  told_at bigint NOT NULL,
  done_at bigint,
  outcome text COLLATE "C" CHECK (outcome IN ('erased', 'nobody of ours', 'still there')),
  erased_json text,                   -- counts of what was erased
  PRIMARY KEY (portal_id, contact_hash)
);
CREATE INDEX privacy_deletions_waiting ON privacy_deletions (portal_id, told_at) WHERE done_at IS NULL;

-- Ids and addresses of people deleted for privacy, as hashes by the portal's own salt: nothing of theirs is kept any more.
CREATE TABLE forgotten_identities (
  portal_id bigint NOT NULL,
  identity_hash text COLLATE "C" NOT NULL,
  since bigint NOT NULL,
  refused bigint NOT NULL DEFAULT 0,  -- events
  PRIMARY KEY (portal_id, identity_hash)
);

-- Names of traits and properties that came and were not kept: names alone, never what they said.
CREATE TABLE dropped_names (
  portal_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,     -- 'traits.jobTitle', 'properties.amount'
  messages bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  PRIMARY KEY (portal_id, name)
);

-- Effects that say something in words, until that is forgotten.
CREATE INDEX outbox_texts ON outbox (portal_id, created_at)
  WHERE kind IN ('post note', 'post digest', 'post drift note', 'follow click', 'complete callback') AND payload_json <> '{}';
