-- What is the same for a whole statement is found once a statement, and not for each row.

-- Between portals: the same walls as before (0006). Within a SELECT of its own the setting is read once.
CREATE OR REPLACE FUNCTION guard_portal_rows(guarded regclass, across boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format(
    'CREATE POLICY of_portal ON %s
     USING (portal_id = (SELECT nullif(current_setting(''zo.portal_id'', true), '''')::bigint))',
    guarded
  );
  IF across THEN
    EXECUTE format(
      'CREATE POLICY across_portals ON %s USING ((SELECT current_setting(''zo.across_portals'', true) = ''on''))', guarded
    );
  END IF;
END
$$;

DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN
    SELECT polname, polrelid::regclass AS guarded FROM pg_policy WHERE polname IN ('of_portal', 'across_portals')
      AND polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
  LOOP
    EXECUTE format('ALTER POLICY %I ON %s USING (%s)', policy.polname, policy.guarded, CASE policy.polname
      WHEN 'of_portal' THEN 'portal_id = (SELECT nullif(current_setting(''zo.portal_id'', true), '''')::bigint)'
      ELSE '(SELECT current_setting(''zo.across_portals'', true) = ''on'')' END);
  END LOOP;
END
$$;

-- An index that reads the text of a decision is written with every decision, and all the others of the table with it. This one
-- reads a column that seldom changes.
DROP INDEX decisions_by_history;
ALTER TABLE decisions ADD COLUMN is_by_history boolean NOT NULL
  GENERATED ALWAYS AS (position('"byHistory":true' IN decision_json) > 0) STORED;
CREATE INDEX decisions_by_history ON decisions (portal_id) WHERE gate = 'before_go_live' AND is_by_history;
-- Decisions are written again and again: a new version finds room beside the old one.
ALTER TABLE decisions SET (fillfactor = 80);
