-- Whether a record of this kind and subject lies in a division that the viewer may write in.
CREATE OR REPLACE FUNCTION scope.lies(of_kind text, of_record uuid, topic text, division text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM changes.record_table t WHERE t.kind = of_kind AND t.subject = topic)
    AND scope.sees(topic, division, '{}', NULL, true) AND changes.division_of(of_kind, of_record) = division
$$;

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
  WITH CHECK ((SELECT scope.is_system()) OR (agency_id = (SELECT scope.agency())
    AND scope.lies(target_kind, target, topic, division_id)));
CREATE POLICY changed ON records_decision FOR UPDATE TO jinan_web
  USING ((SELECT scope.is_system())) WITH CHECK ((SELECT scope.is_system()));
