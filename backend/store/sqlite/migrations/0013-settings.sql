-- How often each event came in a week of the portal's days, and in the one before.
ALTER TABLE events_seen ADD COLUMN week INTEGER;                              -- null: before this was kept
ALTER TABLE events_seen ADD COLUMN week_events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events_seen ADD COLUMN week_before_events INTEGER NOT NULL DEFAULT 0;
CREATE INDEX events_seen_by_last ON events_seen (portal_id, last_seen_at);

ALTER TABLE write_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE write_keys ADD COLUMN last_used_at INTEGER;                       -- now and then; null: not since this is kept
CREATE INDEX write_keys_by_portal ON write_keys (portal_id, created_at);

-- Who may change settings from HubSpot besides those whom the environment names.
CREATE TABLE grants (
  portal_id INTEGER NOT NULL,
  email TEXT NOT NULL,                -- lower case
  granted_by TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, email)
) STRICT, WITHOUT ROWID;

-- What people did besides saving playbooks, each of which is a version. Written before it is done; how it ended is added.
CREATE TABLE audit (
  portal_id INTEGER NOT NULL,
  audit_id INTEGER NOT NULL,
  request_id TEXT NOT NULL,           -- asked again with the same: not done again
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  deed TEXT NOT NULL,
  detail TEXT NOT NULL,               -- in words
  ended_at INTEGER,                   -- null: under way, or nobody knows
  outcome TEXT,
  answer_json TEXT,                   -- what was answered, without secrets
  PRIMARY KEY (portal_id, audit_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_by_request ON audit (portal_id, request_id);

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_only_ended BEFORE UPDATE ON audit
WHEN NOT (
  OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.portal_id = OLD.portal_id AND NEW.audit_id = OLD.audit_id
  AND NEW.request_id = OLD.request_id AND NEW.at = OLD.at AND NEW.author = OLD.author AND NEW.deed = OLD.deed
  AND NEW.detail = OLD.detail
)
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
