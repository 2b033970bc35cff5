-- A stand-in is seen and made within its agency; it is ended, never rewritten.
ALTER TABLE cases_standin ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON cases_standin FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (ended_at) ON cases_standin TO jinan_web;
DROP POLICY IF EXISTS seen ON cases_standin;
DROP POLICY IF EXISTS made ON cases_standin;
DROP POLICY IF EXISTS ended ON cases_standin;
CREATE POLICY seen ON cases_standin FOR SELECT TO jinan_web
  USING (agency = (SELECT scope.agency()) OR (SELECT scope.is_system()));
CREATE POLICY made ON cases_standin FOR INSERT TO jinan_web WITH CHECK ((SELECT scope.is_system())
  OR (agency = (SELECT scope.agency()) AND made_by = (SELECT scope.account())
    AND (absent = made_by OR (SELECT scope.has_duty('leader')))));
CREATE POLICY ended ON cases_standin FOR UPDATE TO jinan_web USING ((SELECT scope.is_system())
  OR (agency = (SELECT scope.agency()) AND (absent = (SELECT scope.account()) OR (SELECT scope.has_duty('leader')))));

-- A state changes together with its step, or not at all: raw SQL of the web role moves no case.
CREATE OR REPLACE FUNCTION changes.state_has_its_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'jinan_web' AND NOT EXISTS (SELECT FROM cases_step WHERE target = NEW.id
      AND came_to = NEW.state AND created_at >= transaction_timestamp() - interval '1 second') THEN
    RAISE EXCEPTION 'a case is moved by a step of its course' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public'
      AND c.column_name IN ('course', 'edition', 'state', 'state_since') GROUP BY 1 HAVING count(*) = 4 LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS moved ON %I', name);
    EXECUTE format('CREATE CONSTRAINT TRIGGER moved AFTER UPDATE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION changes.state_has_its_step()', name);
  END LOOP;
END $$;
