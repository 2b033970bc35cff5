-- What an issued paper says never changes again; it is served, or made void.
CREATE OR REPLACE FUNCTION changes.paper_is_fixed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND (OLD.values, OLD.document, OLD.number, OLD.heading, OLD.issued_at, OLD.digest, OLD.signature, OLD.mark)
      IS DISTINCT FROM (NEW.values, NEW.document, NEW.number, NEW.heading, NEW.issued_at, NEW.digest, NEW.signature, NEW.mark) THEN
    RAISE EXCEPTION 'an issued paper is never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn' THEN
    RAISE EXCEPTION 'a void paper stays void' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS fixed ON papers_paper;
CREATE TRIGGER fixed BEFORE UPDATE ON papers_paper FOR EACH ROW EXECUTE FUNCTION changes.paper_is_fixed();

-- A signature is set on a draft alone.
CREATE OR REPLACE FUNCTION changes.signed_while_draft() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM papers_paper WHERE id = NEW.paper AND target = NEW.target AND state = 'draft') THEN
    RAISE EXCEPTION 'only a draft is signed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS draft ON papers_mark;
CREATE TRIGGER draft BEFORE INSERT ON papers_mark FOR EACH ROW EXECUTE FUNCTION changes.signed_while_draft();

-- Numbers: seen and given within the agency, never taken back or rewritten.
ALTER TABLE papers_number ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON papers_number FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (use, paper, reason) ON papers_number TO jinan_web;
DROP POLICY IF EXISTS seen ON papers_number;
DROP POLICY IF EXISTS given ON papers_number;
DROP POLICY IF EXISTS accounted ON papers_number;
CREATE POLICY seen ON papers_number FOR SELECT TO jinan_web
  USING ((SELECT scope.is_system()) OR agency = (SELECT scope.agency()));
CREATE POLICY given ON papers_number FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.is_system()) OR agency = (SELECT scope.agency()));
CREATE POLICY accounted ON papers_number FOR UPDATE TO jinan_web
  USING ((SELECT scope.is_system()) OR agency = (SELECT scope.agency()));

ALTER TABLE papers_style ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON papers_style;
DROP POLICY IF EXISTS kept ON papers_style;
CREATE POLICY seen ON papers_style FOR SELECT TO jinan_web USING (true);
CREATE POLICY kept ON papers_style FOR ALL TO jinan_web
  USING ((SELECT scope.is_system()) OR (agency = (SELECT scope.agency()) AND (SELECT scope.has_duty('leader'))))
  WITH CHECK ((SELECT scope.is_system()) OR (agency = (SELECT scope.agency()) AND (SELECT scope.has_duty('leader'))));
