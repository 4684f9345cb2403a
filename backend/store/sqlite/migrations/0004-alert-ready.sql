-- Whether people who are ready because of this version are alerted, or only listed.
ALTER TABLE playbooks ADD COLUMN alert_ready INTEGER NOT NULL DEFAULT 0;
