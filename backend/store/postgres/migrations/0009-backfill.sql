-- Why somebody is to be decided again: bits that add up (backend/usage/marks.ts). Whom a backfill alone marked (2) waits behind
-- everybody else; each of the two lines is found in its order.
ALTER TABLE dirty_persons ADD COLUMN why bigint NOT NULL DEFAULT 8;
DROP INDEX dirty_persons_by_age;
CREATE INDEX dirty_persons_soon ON dirty_persons (portal_id, since, person_id, why) WHERE why <> 2;
CREATE INDEX dirty_persons_later ON dirty_persons (portal_id, since, person_id, why) WHERE why = 2;

-- Files of the past that are being loaded, or were: how far each has come. Moved in the transaction that accepts its events.
CREATE TABLE backfills (
  portal_id bigint NOT NULL,
  backfill_key text COLLATE "C" NOT NULL, -- hash of the file and of how it is read: the same command finds its place again
  file_key text COLLATE "C" NOT NULL,     -- hash of the file alone: its size, its beginning and its end
  name text NOT NULL,                     -- what the file is called, and how it is read, in words
  reached_line bigint NOT NULL,           -- everything up to here is through
  reached_byte bigint NOT NULL,           -- of the file's text, inflated
  accepted bigint NOT NULL,               -- rows, by what became of them
  duplicates bigint NOT NULL,
  rejected bigint NOT NULL,
  skipped bigint NOT NULL,
  report_from bigint NOT NULL,            -- the line from behind which `report_json` tells
  report_json text NOT NULL,              -- rejected lines of the newest request, whose sender may not have heard
  begun_at bigint NOT NULL,
  moved_at bigint NOT NULL,
  ended_at bigint,                        -- null: not through yet
  PRIMARY KEY (portal_id, backfill_key)
);
SELECT guard_portal_rows('backfills');
CREATE INDEX backfills_by_file ON backfills (portal_id, file_key);
CREATE INDEX backfills_by_age ON backfills (portal_id, begun_at);
CREATE INDEX backfills_under_way ON backfills (portal_id, moved_at) WHERE ended_at IS NULL;

-- Whom the past made ready is counted again and again while a load is waited for.
CREATE INDEX decisions_by_history ON decisions (portal_id)
  WHERE gate = 'before_go_live' AND position('"byHistory":true' IN decision_json) > 0;
