-- The newest handoffs by when they were handed off.
CREATE INDEX handoffs_by_handed_off ON handoffs (portal_id, json_extract(handoff_json, '$.handedOffAt'));
