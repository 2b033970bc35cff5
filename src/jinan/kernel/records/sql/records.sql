-- Functions shared by all record tables.

-- An update raises the version and stamps the moment; what another node owns cannot be changed here.
CREATE OR REPLACE FUNCTION changes.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.node <> OLD.node THEN
    RAISE EXCEPTION 'identity and owning node of a record never change' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.node <> (SELECT code FROM scope.node) AND session_user = 'jinan_web' THEN
    RAISE EXCEPTION 'record % belongs to node %', OLD.id, OLD.node USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.version := OLD.version + 1;
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;

-- Search words of a text: overlapping pairs of Han characters, single ones, and lower-case runs of letters and digits.
CREATE OR REPLACE FUNCTION changes.words(given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_to_tsvector(array_agg(DISTINCT word)), ''::tsvector) FROM (
    SELECT m[1] AS word FROM regexp_matches(lower(given), '([a-z0-9]+)', 'g') AS m
    UNION ALL
    SELECT substr(run, n, 2) FROM (
      SELECT m[1] AS run FROM regexp_matches(given, '([\u3400-\u9fff\uf900-\ufaff]+)', 'g') AS m) runs,
      generate_series(1, greatest(length(run) - 1, 1)) AS n
  ) found
$$;

-- The query for a text typed in the search box: all its words; '' finds nothing.
CREATE OR REPLACE FUNCTION changes.query(given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg('''' || word || '''' || CASE WHEN word ~ '^[a-z0-9]' OR length(word) = 1 THEN ':*' ELSE '' END, ' & '), '')::tsquery
  FROM unnest(tsvector_to_array(changes.words(given))) AS word
$$;
GRANT EXECUTE ON FUNCTION changes.words(text), changes.query(text) TO jinan_web;

-- What belongs to a record takes its place and subject from it; what names no record is refused.
CREATE OR REPLACE FUNCTION changes.place_of_target() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told changes.record_table := (SELECT t FROM changes.record_table t WHERE t.kind = NEW.target_kind);
  found record;
BEGIN
  IF told.name IS NOT NULL THEN
    EXECUTE format('SELECT id, division_id, also, holder, node FROM %I WHERE id = $1', told.name)
      INTO found USING NEW.target;
  END IF;
  IF found.id IS NULL THEN
    RAISE EXCEPTION 'no record % of kind %', NEW.target, NEW.target_kind USING ERRCODE = 'check_violation';
  END IF;
  IF found.node <> scope.this_node() AND session_user = 'jinan_web' THEN
    RAISE EXCEPTION 'record % belongs to node %', NEW.target, found.node USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.topic := told.subject;
  NEW.division_id := found.division_id;
  NEW.also := found.also;
  NEW.holder := found.holder;
  NEW.node := found.node;
  RETURN NEW;
END $$;
