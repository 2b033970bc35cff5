-- Code sets are loaded by the owner. A steward adds findings, and whole new editions by one function; nobody of the web rewrites a text.
CREATE SCHEMA IF NOT EXISTS codes;
GRANT USAGE ON SCHEMA codes TO jinan_web;

CREATE OR REPLACE FUNCTION codes.is_steward() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT coalesce(scope.claims()->>'k' IN ('officer', 'system'), false) AND scope.everywhere('codes', true)
$$;

ALTER TABLE codes_finding ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON codes_finding FROM jinan_web;
GRANT SELECT, INSERT ON codes_finding TO jinan_web;
DROP POLICY IF EXISTS seen ON codes_finding;
DROP POLICY IF EXISTS found ON codes_finding;
CREATE POLICY seen ON codes_finding FOR SELECT TO jinan_web USING (true);
CREATE POLICY found ON codes_finding FOR INSERT TO jinan_web
  WITH CHECK ((SELECT codes.is_steward()) AND account = (SELECT scope.account()));

-- A new edition of a known set, in force from today or later, under a name and a day that no other has.
CREATE OR REPLACE FUNCTION codes.take_in(of_set text, called text, begins date, mark text, heads text[], items jsonb) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  made bigint;
  who text := coalesce(scope.claims()->>'n', '');
BEGIN
  IF NOT codes.is_steward() THEN
    RAISE EXCEPTION 'only a steward takes an edition in' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM codes_codeset WHERE code = of_set FOR UPDATE;
  IF NOT FOUND OR begins IS NULL OR begins < current_date - 1 OR EXISTS (
      SELECT FROM codes_codeedition WHERE set_id = of_set AND (label = called OR valid_from = begins)) THEN
    RAISE EXCEPTION 'an edition is not taken in like this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO codes_codeedition (set_id, label, valid_from, digest, columns, loaded_at, loaded_by)
    VALUES (of_set, called, begins, mark, heads, now(), left(who, 60)) RETURNING id INTO made;
  INSERT INTO codes_codeitem (edition_id, code, zh, en, parent, "order", valid_from, valid_to, source, note, confidence, extra)
    SELECT made, one->>'code', one->>'zh', one->>'en', one->>'parent', place, one->>'valid_from', one->>'valid_to',
           one->>'source', one->>'note', one->>'confidence', one->'extra'
    FROM jsonb_array_elements(items) WITH ORDINALITY AS listed(one, place);
  PERFORM changes.note('other', 'codes.codeedition', NULL,
    jsonb_build_object('set', of_set, 'edition', called, 'begins', begins, 'rows', jsonb_array_length(items)));
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION codes.take_in(text, text, date, text, text[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION codes.is_steward(), codes.take_in(text, text, date, text, text[], jsonb) TO jinan_web;
