-- Who last had somebody of a company.
CREATE INDEX handoffs_ended_by_company ON handoffs (portal_id, company_id, closed_at)
WHERE is_open = 0 AND json_extract(handoff_json, '$.owner.id') IS NOT NULL;
-- Who got what lately, among many receipts of other kinds.
CREATE INDEX receipts_of_assignments ON receipts (portal_id, receipt_id) WHERE kind IN ('assignment', 'reassignment');
