-- Operators that the planner may use in an index under row security. None of them tells a value in an
-- error message or a side effect; without the mark a map envelope or a search word scans the whole table.
ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF;
ALTER FUNCTION ts_match_qv(tsquery, tsvector) LEAKPROOF;
ALTER FUNCTION arrayoverlap(anyarray, anyarray) LEAKPROOF;
ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF;
ALTER FUNCTION geometry_contains(geometry, geometry) LEAKPROOF;
ALTER FUNCTION geometry_within(geometry, geometry) LEAKPROOF;
-- A pattern that ends in its escape sign is an error as soon as a text begins with the rest of it: that would tell
-- the names of rows out of sight.
ALTER FUNCTION textlike(text, text) NOT LEAKPROOF;
ALTER FUNCTION texticlike(text, text) NOT LEAKPROOF;

-- What tells of rows past row security: statistics of places, and the statements of other connections.
DO $$ DECLARE told regprocedure; BEGIN
  FOR told IN SELECT oid FROM pg_proc WHERE proname IN ('_postgis_stats', '_postgis_selectivity',
      '_postgis_join_selectivity', '_postgis_index_extent', 'st_estimatedextent') LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', told);
  END LOOP;
END $$;
ALTER ROLE jinan_web SET track_activities = off;
