-- Handoffs that nobody could get yet, oldest first.
CREATE INDEX handoffs_held ON handoffs (portal_id, json_extract(handoff_json, '$.heldSince'), handoff_id)
  WHERE is_open = 1 AND json_extract(handoff_json, '$.heldSince') IS NOT NULL;
