-- Several nodes on one database: who works on what, and how each hears what another saved.

-- Which node works on a claimed effect. A node is there while a session of its own holds the advisory lock of its number
-- (backend/store/postgres/presence.ts).
ALTER TABLE outbox ADD COLUMN node integer;

-- What one node does at a time, which does it, and how far it has come, for the others to tell.
CREATE TABLE node_work (
  portal_id bigint NOT NULL,
  work text COLLATE "C" NOT NULL CHECK (work IN ('rules', 'upkeep')),
  node integer NOT NULL,
  progress_json text,                -- of 'rules': backend/store/rules-store.ts, RulesProgress
  PRIMARY KEY (portal_id, work)
);

SELECT guard_portal_rows('node_work');

-- Events that nobody is known to have sent, because they did not count when they came: other rules may count them.
CREATE INDEX events_unresolved ON events (portal_id, seq) WHERE person_id IS NULL;

-- What a node keeps in memory about a portal, it reads again once it hears of this: "4711 settings owners".
CREATE FUNCTION tell_saved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('zo_saved', coalesce(NEW.portal_id, OLD.portal_id) || ' ' || TG_TABLE_NAME);
  RETURN NULL;
END
$$;
CREATE FUNCTION tell_setting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('zo_saved',
    coalesce(NEW.portal_id, OLD.portal_id) || ' settings ' || coalesce(NEW.name, OLD.name));
  RETURN NULL;
END
$$;
CREATE TRIGGER portals_are_told AFTER INSERT OR UPDATE OR DELETE ON portals
FOR EACH ROW EXECUTE FUNCTION tell_saved();
CREATE TRIGGER playbooks_are_told AFTER INSERT OR UPDATE OR DELETE ON playbooks
FOR EACH ROW EXECUTE FUNCTION tell_saved();
CREATE TRIGGER rules_are_told AFTER INSERT OR UPDATE OF generation OR DELETE ON rules_in_force
FOR EACH ROW EXECUTE FUNCTION tell_saved();
CREATE TRIGGER credentials_are_told AFTER INSERT OR UPDATE OR DELETE ON credentials
FOR EACH ROW EXECUTE FUNCTION tell_saved();
CREATE TRIGGER settings_are_told AFTER INSERT OR UPDATE OR DELETE ON settings
FOR EACH ROW EXECUTE FUNCTION tell_setting();
