-- The database itself keeps portals apart, and events stand by the week in which they were received.

-- Whoever runs a statement says for which portal, in zo.portal_id (backend/store/postgres/portal-statement.ts). Rows of others are
-- neither shown nor taken, whatever the statement says; without it there are none at all. FORCE: also for the owner of the table.
-- `across`: rows that are looked for before anybody knows the portal, with zo.across_portals.
CREATE FUNCTION guard_portal_rows(guarded regclass, across boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format(
    'CREATE POLICY of_portal ON %s USING (portal_id = nullif(current_setting(''zo.portal_id'', true), '''')::bigint)',
    guarded
  );
  IF across THEN
    EXECUTE format(
      'CREATE POLICY across_portals ON %s USING (current_setting(''zo.across_portals'', true) = ''on'')', guarded
    );
  END IF;
END
$$;

-- What was kept of events until now stays where it is: everything received before a week begins that has no event yet. From then on
-- each week has a table of its own, made ahead by the service (event-weeks.ts); what no week takes comes into events_rest.
ALTER TABLE events RENAME TO events_before;
ALTER INDEX events_by_person RENAME TO events_before_by_person;
ALTER TABLE events_before DROP CONSTRAINT events_pkey;
ALTER TABLE events_before ADD PRIMARY KEY (portal_id, seq, received_at);

CREATE TABLE events (
  portal_id bigint NOT NULL,
  seq bigint NOT NULL,               -- order of acceptance
  person_id bigint,                  -- as resolved at acceptance; merges are in `merges`
  received_at bigint NOT NULL,
  source text COLLATE "C" NOT NULL,
  body_json text NOT NULL,            -- the cleaned message; normalising it again gives the same event
  PRIMARY KEY (portal_id, seq, received_at)
) PARTITION BY RANGE (received_at);
CREATE INDEX events_by_person ON events (portal_id, person_id, seq) WHERE person_id IS NOT NULL;
CREATE TABLE events_rest PARTITION OF events DEFAULT;

-- Weeks begin on Monday at 00:00 UTC.
DO $$
DECLARE
  week CONSTANT bigint := 604800000;
  monday CONSTANT bigint := 345600000;
  this_week bigint := (extract(epoch FROM now()) * 1000)::bigint;
  newest bigint := (SELECT max(received_at) FROM events_before);
BEGIN
  this_week := (this_week - monday) / week * week + monday;
  IF newest >= this_week THEN
    this_week := (newest - monday) / week * week + monday + week;
  END IF;
  EXECUTE format('ALTER TABLE events ATTACH PARTITION events_before FOR VALUES FROM (MINVALUE) TO (%s)', this_week);
END
$$;

-- Of events, the last one that retention has taken leave of. Its row goes with its week.
ALTER TABLE forgotten ADD COLUMN seq bigint NOT NULL DEFAULT 0;

SELECT guard_portal_rows(c.oid, c.relname IN (
  'portals', 'write_keys', 'credentials', 'oauth_states', 'slack_links', 'slack_offers'
))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'portal_id'
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace;
