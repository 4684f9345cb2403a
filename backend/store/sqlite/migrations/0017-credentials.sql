-- Tokens by portal and kind, sealed (backend/tokens/sealer.ts): `keyId.nonce.box`.
CREATE TABLE credentials (
  portal_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hubspot', 'slack')),
  sealed TEXT,                        -- null once revoked
  key_id TEXT GENERATED ALWAYS AS (substr(sealed, 1, instr(sealed, '.') - 1)) VIRTUAL,
  expires_at INTEGER,                 -- of the access token; null: never by itself
  revoked_at INTEGER,
  revoked_by TEXT CHECK (revoked_by IN ('platform', 'us')),
  revoked_reason TEXT,                -- in words
  details_json TEXT NOT NULL,         -- what is no secret: who installed, scopes, names
  slack_team_id TEXT,
  revision INTEGER NOT NULL,          -- grows with every other token
  lease TEXT,                         -- who renews it now; only under it a renewed token is taken
  lease_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX credentials_by_key ON credentials (key_id);
CREATE INDEX credentials_by_slack_team ON credentials (slack_team_id) WHERE slack_team_id IS NOT NULL;

-- OAuth flows that have begun. Looked up before the portal is known; gone once used, or after ten minutes.
CREATE TABLE oauth_states (
  state_hash TEXT PRIMARY KEY,        -- SHA-256 hex
  browser_hash TEXT NOT NULL,         -- of the cookie in the browser that began
  kind TEXT NOT NULL CHECK (kind IN ('hubspot', 'slack')),
  portal_id INTEGER,                  -- whose Slack; null for HubSpot
  sealed_verifier TEXT,               -- PKCE
  return_url TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_states_by_end ON oauth_states (expires_at);
