-- A node may have several claims of a lane under way at once: it has the lane until the last of them is settled. Who had one
-- when this ran is gone.
ALTER TABLE lanes ADD COLUMN leases text[] COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE lanes DROP COLUMN lease;
