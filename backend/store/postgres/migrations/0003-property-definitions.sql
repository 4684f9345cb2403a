-- HubSpot's definitions of the properties a playbook uses, as they were when it was saved: what was saved stays readable
-- when HubSpot is away, or when somebody renames or deletes a property there.
ALTER TABLE playbooks ADD COLUMN properties_json TEXT NOT NULL DEFAULT '[]';
