-- A record that HubSpot deleted: which one it was, and when. A restore reconnects it; nothing takes its place by itself.
ALTER TABLE records ADD COLUMN deleted_id TEXT;
ALTER TABLE records ADD COLUMN deleted_at INTEGER;
CREATE INDEX records_by_deleted_id ON records (portal_id, kind, deleted_id) WHERE deleted_id IS NOT NULL;

-- What HubSpot told of merges. Only a hint where to look: the record found there has to name the old one itself.
CREATE TABLE merge_hints (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contact', 'company')),
  old_id TEXT NOT NULL,
  new_id TEXT NOT NULL,
  told_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, kind, old_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_hints_by_new_id ON merge_hints (portal_id, kind, new_id);
CREATE INDEX merge_hints_by_age ON merge_hints (portal_id, told_at);

-- Contacts that HubSpot deleted for privacy. Once done, the row proves it and names nobody.
CREATE TABLE privacy_deletions (
  portal_id INTEGER NOT NULL,
  contact_hash TEXT NOT NULL,         -- by the portal's own salt
  contact_id TEXT,                    -- null once done
  told_at INTEGER NOT NULL,
  done_at INTEGER,
  outcome TEXT CHECK (outcome IN ('erased', 'nobody of ours', 'still there')),
  erased_json TEXT,                   -- counts of what was erased
  PRIMARY KEY (portal_id, contact_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX privacy_deletions_waiting ON privacy_deletions (portal_id, told_at) WHERE done_at IS NULL;

-- Ids and addresses of people deleted for privacy, as hashes by the portal's own salt: nothing of theirs is kept any more.
CREATE TABLE forgotten_identities (
  portal_id INTEGER NOT NULL,
  identity_hash TEXT NOT NULL,
  since INTEGER NOT NULL,
  refused INTEGER NOT NULL DEFAULT 0, -- events
  PRIMARY KEY (portal_id, identity_hash)
) STRICT, WITHOUT ROWID;
