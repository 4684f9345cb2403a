-- A contact that was just written rests: what only its usage changed waits for the end of that (backend/outbox/contact-rest.ts).
ALTER TABLE outbox ADD COLUMN rests_until bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN may_rest bigint NOT NULL DEFAULT 0;  -- 1: so may all that was wanted since it was claimed last
-- Many wait for their time: they are passed over in the index.
DROP INDEX outbox_ready;
CREATE INDEX outbox_ready ON outbox (portal_id, lane, priority, created_at, effect_key, not_before) WHERE state = 'pending';
