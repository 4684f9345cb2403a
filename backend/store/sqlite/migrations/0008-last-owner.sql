-- Who last had somebody of a company.
CREATE INDEX handoffs_ended_by_company ON handoffs (portal_id, company_id, closed_at)
WHERE is_open = 0 AND json_extract(handoff_json, '$.owner.id') IS NOT NULL;
-- Who got what lately, among many receipts of other kinds.
CREATE INDEX receipts_of_assignments ON receipts (portal_id, receipt_id) WHERE kind IN ('assignment', 'reassignment');
-- One that waited for an AE, or had another before, was given when this one got it.
DROP INDEX handoffs_given_by_owner;
CREATE INDEX handoffs_given_by_owner
  ON handoffs (portal_id, json_extract(handoff_json, '$.owner.id'),
    coalesce(json_extract(handoff_json, '$.owner.since'), json_extract(handoff_json, '$.handedOffAt')));
