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
