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

-- Receipts and the audit are still append-only, but go with their portal.
DROP TRIGGER receipts_stay;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts
WHEN NOT EXISTS (SELECT 1 FROM portal_erasures WHERE erased_portal = OLD.portal_id AND ended_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'receipts are append-only');
END;

DROP TRIGGER audit_stays;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM portal_erasures WHERE erased_portal = OLD.portal_id AND ended_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
