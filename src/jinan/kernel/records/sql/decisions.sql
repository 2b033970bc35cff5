-- A decision is seen by whoever sees its record, written by who may write there, and changed by the node alone.
ALTER TABLE records_decision ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON records_decision FROM jinan_web;
GRANT SELECT, INSERT, UPDATE ON records_decision TO jinan_web;
DROP POLICY IF EXISTS seen ON records_decision;
DROP POLICY IF EXISTS entered ON records_decision;
DROP POLICY IF EXISTS changed ON records_decision;
CREATE POLICY seen ON records_decision FOR SELECT TO jinan_web
  USING (scope.sees(topic, division_id, also, holder));
CREATE POLICY entered ON records_decision FOR INSERT TO jinan_web
  WITH CHECK (scope.sees(topic, division_id, '{}', NULL, true));
CREATE POLICY changed ON records_decision FOR UPDATE TO jinan_web
  USING ((SELECT scope.is_system())) WITH CHECK ((SELECT scope.is_system()));
