-- Deciding takes the oldest marks first, a batch at a time, also when everybody is marked after a rebuild.
CREATE INDEX dirty_persons_by_age ON dirty_persons (portal_id, since);
