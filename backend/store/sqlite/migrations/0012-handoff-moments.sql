-- Reports are about a span of time: handoffs by when they were opened and closed. Those handed off have the index of 0011.
CREATE INDEX handoffs_by_opened ON handoffs (portal_id, opened_at);
CREATE INDEX handoffs_by_closed ON handoffs (portal_id, closed_at);
