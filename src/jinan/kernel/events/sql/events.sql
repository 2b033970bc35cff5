-- Events are written by any page and read by the delivering system role alone.
ALTER TABLE events_occurrence ENABLE ROW LEVEL SECURITY;
ALTER TABLE events_delivery ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON events_occurrence, events_delivery FROM jinan_web;
GRANT SELECT, INSERT ON events_occurrence, events_delivery TO jinan_web;
DROP POLICY IF EXISTS written ON events_occurrence;
DROP POLICY IF EXISTS seen ON events_occurrence;
DROP POLICY IF EXISTS seen ON events_delivery;
CREATE POLICY written ON events_occurrence FOR INSERT TO jinan_web WITH CHECK (true);
CREATE POLICY seen ON events_occurrence FOR SELECT TO jinan_web USING ((SELECT scope.is_system()));
CREATE POLICY seen ON events_delivery TO jinan_web
  USING ((SELECT scope.is_system())) WITH CHECK ((SELECT scope.is_system()));
