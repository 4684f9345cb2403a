-- How many handoffs an owner has open, and was given since a moment.
CREATE INDEX handoffs_open_by_owner ON handoffs (portal_id, json_extract(handoff_json, '$.owner.id')) WHERE is_open = 1;
CREATE INDEX handoffs_given_by_owner
  ON handoffs (portal_id, json_extract(handoff_json, '$.owner.id'), json_extract(handoff_json, '$.handedOffAt'));
