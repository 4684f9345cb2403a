-- Links to connect Slack, asked for in the settings of a portal. Looked up before the portal is known; used once.
CREATE TABLE slack_links (
  link_hash TEXT PRIMARY KEY,         -- SHA-256 hex
  portal_id INTEGER NOT NULL,
  author TEXT NOT NULL,               -- who asked, by address
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slack_links_by_end ON slack_links (expires_at);

ALTER TABLE oauth_states ADD COLUMN author TEXT; -- who asked for it, where that is known at the beginning

-- A workspace that was allowed and is connected once somebody has confirmed it; its token is sealed.
CREATE TABLE slack_offers (
  offer_hash TEXT PRIMARY KEY,        -- SHA-256 hex
  browser_hash TEXT NOT NULL,         -- of the cookie in the browser that allowed it
  portal_id INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  details_json TEXT NOT NULL,
  slack_team_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slack_offers_by_end ON slack_offers (expires_at);

-- Events of Slack that were followed: each is followed once. Of a workspace, not of a portal.
CREATE TABLE slack_events (
  event_id TEXT PRIMARY KEY,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slack_events_by_time ON slack_events (taken_at);
