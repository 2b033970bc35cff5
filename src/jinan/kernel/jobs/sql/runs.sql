-- Background work is seen and asked for by its account alone; the worker reads it as a system role.
ALTER TABLE jobs_run ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON jobs_run FROM jinan_web;
GRANT SELECT, INSERT, UPDATE ON jobs_run TO jinan_web;
DROP POLICY IF EXISTS own ON jobs_run;
CREATE POLICY own ON jobs_run TO jinan_web
  USING (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()))
  WITH CHECK (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()));
