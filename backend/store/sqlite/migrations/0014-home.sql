-- The home page. Whoever is one condition short of ready, by score: an index of those alone, for there may be a great many others.
CREATE INDEX decisions_one_short ON decisions (portal_id, json_extract(decision_json, '$.score.points'))
  WHERE gate = 'not_ready' AND json_extract(decision_json, '$.readiness.conditionsMissing') = 1;
-- Handoffs that wait for a reviewer, and those whose first call is overdue.
CREATE INDEX handoffs_in_review ON handoffs (portal_id, opened_at) WHERE status = 'in_review';
CREATE INDEX handoffs_overdue ON handoffs (portal_id, opened_at) WHERE status = 'breached';
-- What was given up, or may have happened.
CREATE INDEX outbox_troubled ON outbox (portal_id, created_at) WHERE state IN ('failed', 'unconfirmed');
-- Who ever crossed.
CREATE INDEX receipts_of_crossings ON receipts (portal_id, person_id) WHERE kind = 'crossing';
