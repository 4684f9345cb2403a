-- By which rules usage is counted and people are decided. Other rules come into force in one step, once usage has been
-- folded anew beside the live one: each person has room for two, and a number says which of them counts.
CREATE TABLE rules_in_force (
  portal_id INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,        -- grows whenever other rules come into force
  usage_slot INTEGER NOT NULL CHECK (usage_slot IN (0, 1)), -- 0: persons.usage_json counts, 1: persons.other_usage_json
  playbook_version INTEGER,           -- null: no playbook yet
  time_zone TEXT,
  unfinished TEXT CHECK (unfinished IN ('resolve', 'settle', 'recount', 'decide')), -- null: everything follows from these rules
  reached INTEGER NOT NULL            -- how far the unfinished step has come: the last event, person or company done
) STRICT;
INSERT INTO rules_in_force
  SELECT portal_id, 1, 0, json_extract(value_json, '$.playbookVersion'), json_extract(value_json, '$.timeZone'), NULL, 0
  FROM settings WHERE name = 'usage counted by' AND value_json <> 'null';
DELETE FROM settings WHERE name = 'usage counted by';

ALTER TABLE persons ADD COLUMN other_usage_json TEXT NOT NULL
  DEFAULT '{"firstSeenAt":null,"lastActiveAt":null,"activeDays":[],"signals":{},"recent":[],"eventNames":[]}';

-- Rebuilds under way. One left by a process that ended is begun again at the next start.
CREATE TABLE rebuilds (
  portal_id INTEGER PRIMARY KEY,
  rebuild INTEGER NOT NULL            -- grows with each that begins: an older one that still runs can no longer end
) STRICT;

-- Who became whom while a rebuild was under way, in this order.
CREATE TABLE rebuild_merges (
  merge_id INTEGER PRIMARY KEY,
  portal_id INTEGER NOT NULL,
  from_id INTEGER NOT NULL,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX rebuild_merges_by_portal ON rebuild_merges (portal_id, merge_id);

-- A change of the rules may leave a great many effects waiting: which lanes have something to do now is looked up.
CREATE INDEX outbox_due ON outbox (portal_id, lane, not_before) WHERE state = 'pending';
