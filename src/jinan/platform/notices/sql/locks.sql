-- A notice is read by its receiver alone, who may only say that he has read it; it is written by the node.
ALTER TABLE notices_notice ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON notices_notice FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (read_at) ON notices_notice TO jinan_web;
DROP POLICY IF EXISTS seen ON notices_notice;
DROP POLICY IF EXISTS told ON notices_notice;
DROP POLICY IF EXISTS noted ON notices_notice;
CREATE POLICY seen ON notices_notice FOR SELECT TO jinan_web
  USING (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()));
CREATE POLICY told ON notices_notice FOR INSERT TO jinan_web WITH CHECK ((SELECT scope.is_system()));
CREATE POLICY noted ON notices_notice FOR UPDATE TO jinan_web USING (account_id = (SELECT scope.account()));

ALTER TABLE notices_delivery ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON notices_delivery FROM jinan_web;
GRANT SELECT, INSERT, UPDATE ON notices_delivery TO jinan_web;
DROP POLICY IF EXISTS seen ON notices_delivery;
DROP POLICY IF EXISTS written ON notices_delivery;
CREATE POLICY seen ON notices_delivery FOR SELECT TO jinan_web
  USING (notice_id IN (SELECT id FROM notices_notice));
CREATE POLICY written ON notices_delivery FOR ALL TO jinan_web
  USING ((SELECT scope.is_system())) WITH CHECK ((SELECT scope.is_system()));

ALTER TABLE notices_preference ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON notices_preference;
CREATE POLICY own ON notices_preference FOR ALL TO jinan_web
  USING (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()))
  WITH CHECK (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()));

-- Numbers in the order of commits: the next teller of the same account waits until this one has committed.
CREATE OR REPLACE FUNCTION scope.number_notice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('notices ' || NEW.account_id::text, 0));
  SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM notices_notice WHERE account_id = NEW.account_id;
  PERFORM pg_notify('notices', NEW.account_id::text);
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS number_notice ON notices_notice;
CREATE TRIGGER number_notice BEFORE INSERT ON notices_notice FOR EACH ROW EXECUTE FUNCTION scope.number_notice();
-- Read in one window, it is read in all.
CREATE OR REPLACE FUNCTION scope.tell_notice_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('notices', NEW.account_id::text);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS tell_notice_read ON notices_notice;
CREATE TRIGGER tell_notice_read AFTER UPDATE ON notices_notice FOR EACH ROW EXECUTE FUNCTION scope.tell_notice_read();
