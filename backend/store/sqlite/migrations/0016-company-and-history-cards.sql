-- The company card lists a company's people by score, who crossed last, and whose address is a personal one; none of the
-- lists may walk through a company of many thousands.
ALTER TABLE decisions ADD COLUMN company_id INTEGER;        -- the person's, when it was decided
ALTER TABLE decisions ADD COLUMN email_domain_type TEXT;    -- what the rules called the address then
UPDATE decisions SET
  company_id = (SELECT company_id FROM persons p WHERE p.portal_id = decisions.portal_id AND p.person_id = decisions.person_id),
  email_domain_type = (SELECT json_extract(wanted_json, '$.zo_email_domain_type') FROM records r
    WHERE r.portal_id = decisions.portal_id AND r.kind = 'contact' AND r.subject_id = decisions.person_id);
CREATE INDEX decisions_by_company_score
  ON decisions (portal_id, company_id, json_extract(decision_json, '$.score.points')) WHERE company_id IS NOT NULL;
CREATE INDEX decisions_crossed_by_company ON decisions (portal_id, company_id, crossed_at)
  WHERE company_id IS NOT NULL AND crossed_at IS NOT NULL;
CREATE INDEX decisions_personal_by_company ON decisions (portal_id, company_id)
  WHERE company_id IS NOT NULL AND email_domain_type IN ('personal', 'disposable');
CREATE INDEX handoffs_opened_by_company ON handoffs (portal_id, company_id, opened_at);
CREATE INDEX handoffs_open_by_company ON handoffs (portal_id, company_id, opened_at) WHERE is_open = 1;

-- Active users of a company as they were known on each local day on which they changed. A day that is not there had as many
-- as the newest day before it.
CREATE TABLE company_days (
  portal_id INTEGER NOT NULL,
  company_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  active_users INTEGER NOT NULL,
  PRIMARY KEY (portal_id, company_id, day)
) STRICT, WITHOUT ROWID;

-- A person's own events, newest first, a page at a time.
CREATE INDEX events_by_person ON events (portal_id, person_id, seq) WHERE person_id IS NOT NULL;
