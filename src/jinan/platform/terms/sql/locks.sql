-- The calendar is read by everybody and kept by the national stewards of code sets.
ALTER TABLE terms_holidayday ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON terms_holidayday FROM jinan_web;
GRANT SELECT, INSERT, DELETE ON terms_holidayday TO jinan_web;
DROP POLICY IF EXISTS seen ON terms_holidayday;
DROP POLICY IF EXISTS entered ON terms_holidayday;
DROP POLICY IF EXISTS removed ON terms_holidayday;
CREATE POLICY seen ON terms_holidayday FOR SELECT TO jinan_web USING (true);
CREATE POLICY entered ON terms_holidayday FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.everywhere('codes', true)));
CREATE POLICY removed ON terms_holidayday FOR DELETE TO jinan_web
  USING ((SELECT scope.everywhere('codes', true)));
