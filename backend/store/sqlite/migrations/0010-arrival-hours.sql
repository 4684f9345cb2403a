-- In which hours the events came that a rule needs, and since when a name is known: what stopped is told by these.
CREATE TABLE arrival_hours (
  portal_id INTEGER NOT NULL,
  name TEXT NOT NULL,                 -- as in events_seen
  hour_start INTEGER NOT NULL,        -- by the portal's clocks
  PRIMARY KEY (portal_id, name, hour_start)
) STRICT, WITHOUT ROWID;

ALTER TABLE events_seen ADD COLUMN first_seen_at INTEGER; -- null: before this was kept
CREATE INDEX events_seen_by_first ON events_seen (portal_id, first_seen_at);
