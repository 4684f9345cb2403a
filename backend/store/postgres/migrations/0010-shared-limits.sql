-- Several nodes on one database keep the limits that hold for a portal, not for a node.

-- Who works on a lane of the outbox: one node at a time. A lane without a row is nobody's.
CREATE TABLE lanes (
  portal_id bigint NOT NULL,
  lane text COLLATE "C" NOT NULL,
  lease text COLLATE "C",            -- of the newest claim; null: nobody works on it
  node integer,                      -- whose claim it is
  lease_until timestamptz NOT NULL DEFAULT '-infinity',  -- from then on others may take the lane, by the clock of the database
  free_at timestamptz NOT NULL DEFAULT '-infinity',      -- before that nobody claims of it
  PRIMARY KEY (portal_id, lane)
);
SELECT guard_portal_rows('lanes');

-- When calls began, of all nodes together. After a crash of the database it is empty: by then its windows have passed.
CREATE UNLOGGED TABLE call_windows (
  portal_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,    -- 'standard', 'associations', 'search'
  window_json text NOT NULL,         -- backend/hubspot/shared-window.ts, SharedWindow; 'null': none yet
  PRIMARY KEY (portal_id, kind)
);
SELECT guard_portal_rows('call_windows');
