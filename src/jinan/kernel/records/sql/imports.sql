-- An import, with the values before it, belongs to the account that made it.
ALTER TABLE records_importrun ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON records_importrun;
CREATE POLICY own ON records_importrun TO jinan_web
  USING (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()))
  WITH CHECK (account_id = (SELECT scope.account()) OR (SELECT scope.is_system()));

ALTER TABLE records_importrow ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON records_importrow;
CREATE POLICY own ON records_importrow TO jinan_web
  USING (run_id IN (SELECT id FROM records_importrun)) WITH CHECK (run_id IN (SELECT id FROM records_importrun));

ALTER TABLE records_importfault ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON records_importfault;
CREATE POLICY own ON records_importfault TO jinan_web
  USING (run_id IN (SELECT id FROM records_importrun)) WITH CHECK (run_id IN (SELECT id FROM records_importrun));
