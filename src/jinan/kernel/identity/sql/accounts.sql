-- Rights cannot be taken: assignments are written by the security administrator alone, accounts by
-- their owner, the administrators, and the sign-in service.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jinan_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO jinan_web;
REVOKE ALL ON changes_change, changes_seal FROM jinan_web;
GRANT SELECT ON changes_change, changes_seal TO jinan_web;
DO $$ DECLARE part text; BEGIN
  FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'changes_change'::regclass LOOP
    EXECUTE format('REVOKE ALL ON %s FROM jinan_web', part);
  END LOOP;
END $$;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM jinan_web;

ALTER TABLE identity_assignment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON identity_assignment;
DROP POLICY IF EXISTS granted ON identity_assignment;
CREATE POLICY seen ON identity_assignment FOR SELECT TO jinan_web USING (true);
CREATE POLICY granted ON identity_assignment FOR ALL TO jinan_web
  USING ((SELECT scope.has_duty('secadmin')) OR (SELECT scope.is_system()))
  WITH CHECK ((SELECT scope.has_duty('secadmin')) OR (SELECT scope.is_system()));

ALTER TABLE identity_account ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON identity_account;
DROP POLICY IF EXISTS opened ON identity_account;
DROP POLICY IF EXISTS kept ON identity_account;
CREATE POLICY seen ON identity_account FOR SELECT TO jinan_web USING (true);
CREATE POLICY opened ON identity_account FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY kept ON identity_account FOR UPDATE TO jinan_web
  USING (id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'sign-in')) OR (SELECT scope.is_system()));
