-- HubSpot's definitions of the properties a playbook uses, as they were when it was saved: what was saved stays readable
-- when HubSpot is away, or when somebody renames or deletes a property there.
ALTER TABLE playbooks ADD COLUMN properties_json TEXT NOT NULL DEFAULT '[]';

-- A change of a HubSpot company concerns the people whose primary company it is.
CREATE INDEX records_by_primary_company ON records (portal_id, json_extract(facts_json, '$.primaryCompany.id'), subject_id)
  WHERE kind = 'contact' AND facts_json IS NOT NULL;
