-- Reports are about a span of time: handoffs by when they were opened, handed off and closed.
CREATE INDEX handoffs_by_opened ON handoffs (portal_id, opened_at);
CREATE INDEX handoffs_by_closed ON handoffs (portal_id, closed_at);
CREATE INDEX IF NOT EXISTS handoffs_by_handed_off ON handoffs (portal_id, json_extract(handoff_json, '$.handedOffAt'));
