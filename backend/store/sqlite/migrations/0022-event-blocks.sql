-- Texts of events that have stood for a while, 64 neighbours together: alike as they are, they take a tenth of the room. Of an event
-- whose text is here, events.body_json is empty; see backend/store/sqlite/event-blocks.ts.
CREATE TABLE event_blocks (
  portal_id INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,         -- 1, 65, 129 and so on
  bodies BLOB NOT NULL,               -- zstd of 64 lines; empty: no event there, or its text is in events
  PRIMARY KEY (portal_id, first_seq)
) STRICT;
