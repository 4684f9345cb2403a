-- Receipts are append-only, and each can be read on its own. The one change there is: erasing a person blanks the body and
-- keeps the fact.
ALTER TABLE receipts ADD COLUMN format INTEGER NOT NULL DEFAULT 0; -- of the body; 0: from before bodies had one
ALTER TABLE receipts ADD COLUMN playbook_version INTEGER;
ALTER TABLE receipts ADD COLUMN outcome TEXT;                      -- one word, never about a person
ALTER TABLE receipts ADD COLUMN erased_at INTEGER;
CREATE INDEX receipts_by_handoff ON receipts (portal_id, handoff_id);

CREATE TRIGGER receipts_are_added_once BEFORE INSERT ON receipts
WHEN EXISTS (SELECT 1 FROM receipts WHERE portal_id = NEW.portal_id AND receipt_id = NEW.receipt_id)
BEGIN
  SELECT RAISE(ABORT, 'receipts are append-only');
END;

CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts
BEGIN
  SELECT RAISE(ABORT, 'receipts are append-only');
END;

CREATE TRIGGER receipts_are_only_erased BEFORE UPDATE ON receipts
WHEN NOT (
  OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.body_json = '{}'
  AND NEW.portal_id = OLD.portal_id AND NEW.receipt_id = OLD.receipt_id AND NEW.kind = OLD.kind AND NEW.at = OLD.at
  AND NEW.person_id IS OLD.person_id AND NEW.handoff_id IS OLD.handoff_id AND NEW.format = OLD.format
  AND NEW.playbook_version IS OLD.playbook_version AND NEW.outcome IS OLD.outcome
)
BEGIN
  SELECT RAISE(ABORT, 'receipts are append-only');
END;

-- Receipts stay under the person they were written about; who that person became is looked up.
CREATE INDEX merges_by_survivor ON merges (portal_id, kind, into_id);
