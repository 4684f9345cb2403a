-- What proves that everything of a portal was deleted. It names no portal in a column portal_id: nothing of the tenant is here
-- but the account's number.
CREATE TABLE portal_erasures (
  erasure_id INTEGER PRIMARY KEY,
  erased_portal INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,                   -- null: under way, or its process ended; erasing again goes on with it
  rows_json TEXT NOT NULL             -- table -> rows deleted so far
) STRICT;
CREATE INDEX portal_erasures_by_portal ON portal_erasures (erased_portal);

-- What retention has deleted: everything of a kind before a moment. Receipts and audit are still append-only: rows go so, or
-- with their portal.
CREATE TABLE forgotten (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('events', 'messageIds', 'receipts', 'audit', 'messages', 'people')),
  before INTEGER NOT NULL,
  rows INTEGER NOT NULL,              -- deleted or blanked, ever
  at INTEGER NOT NULL,                -- when it was done last
  PRIMARY KEY (portal_id, kind)
) STRICT, WITHOUT ROWID;

DROP TRIGGER receipts_stay;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts
WHEN NOT EXISTS (SELECT 1 FROM portal_erasures WHERE erased_portal = OLD.portal_id AND ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM forgotten WHERE portal_id = OLD.portal_id AND kind = 'receipts' AND before > OLD.at)
BEGIN
  SELECT RAISE(ABORT, 'receipts are append-only');
END;

DROP TRIGGER audit_stays;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM portal_erasures WHERE erased_portal = OLD.portal_id AND ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM forgotten WHERE portal_id = OLD.portal_id AND kind = 'audit' AND before > OLD.at)
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- What raw events that were deleted had added up to, by the names of events and not by signals: usage is counted again by
-- other rules as if they were still there.
CREATE TABLE usage_before (
  portal_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,         -- as resolved at acceptance; merges are in `merges`
  usage_json TEXT NOT NULL,           -- backend/usage/usage-before.ts
  PRIMARY KEY (portal_id, person_id)
) STRICT, WITHOUT ROWID;

-- Names of traits and properties that came and were not kept: names alone, never what they said.
CREATE TABLE dropped_names (
  portal_id INTEGER NOT NULL,
  name TEXT NOT NULL,                 -- 'traits.jobTitle', 'properties.amount'
  messages INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, name)
) STRICT, WITHOUT ROWID;

-- Effects that say something in words, until that is forgotten.
CREATE INDEX outbox_texts ON outbox (portal_id, created_at)
  WHERE kind IN ('post note', 'post digest', 'post drift note', 'follow click', 'complete callback') AND payload_json <> '{}';
