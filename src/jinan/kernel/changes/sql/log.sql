-- The change log: append-only, partitioned by month, written by triggers in the transaction of the change.
CREATE SCHEMA IF NOT EXISTS changes;
GRANT USAGE ON SCHEMA changes TO jinan_web;
CREATE SEQUENCE IF NOT EXISTS changes.seq;

CREATE TABLE IF NOT EXISTS changes_change (
  epoch integer NOT NULL,
  seq bigint NOT NULL DEFAULT nextval('changes.seq'),
  tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor uuid,
  actor_name text NOT NULL,
  origin text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  verb text NOT NULL,
  kind text NOT NULL,
  record uuid,
  version integer,
  division text,
  also text[],
  holder uuid,
  node text NOT NULL,
  before jsonb,
  after jsonb
) PARTITION BY RANGE (at);
CREATE INDEX IF NOT EXISTS changes_by_record ON changes_change (record);
CREATE INDEX IF NOT EXISTS changes_by_order ON changes_change (epoch, tx, seq);
CREATE INDEX IF NOT EXISTS changes_by_time ON changes_change USING brin (at);
CREATE INDEX IF NOT EXISTS changes_of_deeds ON changes_change (verb, epoch, tx, seq) WHERE verb NOT IN ('add', 'change', 'remove');

CREATE TABLE IF NOT EXISTS changes_seal (
  number bigint PRIMARY KEY,
  epoch integer NOT NULL,
  tx bigint NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS seals_by_entry ON changes_seal (seq);

-- Keys of persons whose personal fields stand in the log; to erase a person is to delete the key.
CREATE TABLE IF NOT EXISTS changes.person (person uuid PRIMARY KEY, key bytea, erased_at timestamptz);
-- Tables of records, and tables with personal columns, as the declarations name them.
CREATE TABLE IF NOT EXISTS changes.record_table (name text PRIMARY KEY, kind text NOT NULL, subject text NOT NULL);
CREATE TABLE IF NOT EXISTS changes.personal_table (name text PRIMARY KEY, kind text NOT NULL, columns text[] NOT NULL);
REVOKE ALL ON changes_change, changes_seal, changes.person FROM jinan_web, PUBLIC;
GRANT SELECT ON changes_change, changes_seal TO jinan_web;

-- The partition of a month; what fell into the default partition meanwhile moves into it.
CREATE OR REPLACE FUNCTION changes.make_partition(month date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  name text := 'changes_change_' || to_char(month, 'YYYY_MM');
  first timestamptz := date_trunc('month', month)::timestamp AT TIME ZONE 'Asia/Shanghai';
  past timestamptz := (date_trunc('month', month) + interval '1 month')::timestamp AT TIME ZONE 'Asia/Shanghai';
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE changes_change INCLUDING ALL)', name);
  IF to_regclass('changes_change_rest') IS NOT NULL THEN
    LOCK TABLE changes_change_rest IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('WITH late AS (DELETE FROM changes_change_rest WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM late',
      first, past, name);
  END IF;
  EXECUTE format('ALTER TABLE changes_change ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, past);
  EXECUTE format('REVOKE ALL ON %I FROM jinan_web', name);
END $$;
SELECT changes.make_partition((now() + n * interval '1 month')::date) FROM generate_series(0, 3) AS n;
CREATE TABLE IF NOT EXISTS changes_change_rest PARTITION OF changes_change DEFAULT;

-- A personal value as it stands in the log: {"sealed": base64}, readable while the person's key exists.
-- It runs inside the triggers alone, which fix its path and make the keys first.
CREATE OR REPLACE FUNCTION changes.hidden(value text, kept bytea) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  once bytea;
BEGIN
  IF value IS NULL OR value = '' THEN RETURN NULL; END IF;
  IF kept IS NULL THEN RETURN jsonb_build_object('sealed', ''); END IF;  -- erased: nothing is kept any more
  once := public.gen_random_bytes(16);
  RETURN jsonb_build_object('sealed', translate(encode(
    once || public.encrypt_iv(convert_to(value, 'UTF8'), kept, once, 'aes'), 'base64'), E'\n', ''));
END $$;

-- The clear value again; NULL when the person was erased, the viewer does not see the place the entry was
-- written in, or the value does not stand in that entry.
CREATE OR REPLACE FUNCTION changes.reveal(hidden jsonb, whose uuid, entry bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE key_now bytea; line changes_change; body bytea := decode(hidden->>'sealed', 'base64');
BEGIN
  SELECT * INTO line FROM changes_change
    WHERE seq = entry AND record = whose AND verb IN ('add', 'change', 'remove');  -- no note: its text is the noter's own
  IF NOT FOUND OR NOT (scope.is_system() OR scope.sees(split_part(line.kind, '.', 1), line.division, line.also, line.holder)) THEN
    RETURN NULL;
  END IF;
  IF hidden NOT IN (SELECT value FROM jsonb_each(coalesce(line.before, '{}')) UNION ALL
                    SELECT value FROM jsonb_each(coalesce(line.after, '{}'))) THEN
    RETURN NULL;
  END IF;
  SELECT key INTO key_now FROM changes.person WHERE person = whose;
  IF key_now IS NULL OR length(body) < 32 THEN RETURN NULL; END IF;
  RETURN convert_from(public.decrypt_iv(substr(body, 17), key_now, substr(body, 1, 16), 'aes'), 'UTF8');
END $$;

-- The division a record lies in; NULL for what is no record.
CREATE OR REPLACE FUNCTION changes.division_of(of_kind text, of_record uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  name text := (SELECT t.name FROM changes.record_table t WHERE t.kind = of_kind);
  found text;
BEGIN
  IF name IS NULL OR of_record IS NULL THEN RETURN NULL; END IF;
  EXECUTE format('SELECT division_id FROM %I WHERE id = $1', name) INTO found USING of_record;
  RETURN found;
END $$;

-- What the log says of who, from where and why; outside a signed scope it is the database user.
CREATE OR REPLACE FUNCTION changes.actor(OUT who uuid, OUT name text, OUT origin text, OUT why text, OUT node text, OUT epoch integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said jsonb := scope.claims();
BEGIN
  who := (said->>'a')::uuid;
  name := coalesce(said->>'n', 'database user ' || session_user);
  origin := coalesce(said->>'o', '');
  why := coalesce(current_setting('jinan.reason', true), '');
  SELECT n.code, n.epoch INTO node, epoch FROM scope.node n;
END $$;

-- An entry that is no change of a row: a reading of personal data, an export, a sign-in. What only the
-- database itself may say (a change, an erasure) is written as 'other'.
CREATE OR REPLACE FUNCTION changes.note(what text, of_kind text, of_record uuid, detail jsonb) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO changes_change (epoch, actor, actor_name, origin, reason, verb, kind, record, division, node, after)
  SELECT a.epoch, a.who, a.name, a.origin, a.why,
         CASE WHEN what IN ('add', 'change', 'remove', 'erase') THEN 'other' ELSE what END,
         of_kind, of_record, changes.division_of(of_kind, of_record), a.node, detail
  FROM changes.actor() a
  RETURNING seq
$$;

-- One entry for each record whose personal fields somebody has read.
CREATE OR REPLACE FUNCTION changes.note_readings(of_kind text, of_records uuid[], detail jsonb) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(changes.note('read', of_kind, one, detail)) FROM unnest(of_records) AS one
$$;

-- The history of one record, for whoever sees the record now (or audits): the file travels with the record,
-- from its first entry on. From where somebody worked, and who has read it, is for the auditor alone.
CREATE OR REPLACE FUNCTION changes.history(of_table text, of_record uuid) RETURNS SETOF changes_change
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  seen boolean;
  audits boolean := scope.has_duty('auditor') OR scope.is_system();
BEGIN
  IF NOT EXISTS (SELECT FROM changes.record_table t WHERE t.name = of_table) THEN RETURN; END IF;
  EXECUTE format('SELECT scope.sees(%L, division_id, also, holder) FROM %I WHERE id = $1',
    (SELECT subject FROM changes.record_table t WHERE t.name = of_table), of_table) INTO seen USING of_record;
  IF NOT audits AND NOT coalesce(seen, false) THEN RETURN; END IF;
  RETURN QUERY
    SELECT c.epoch, c.seq, c.tx, c.at, c.actor, c.actor_name,
           CASE WHEN audits OR c.actor = scope.account() THEN c.origin ELSE '' END, c.reason, c.verb, c.kind,
           c.record, c.version, c.division, c.also, c.holder, c.node, c.before, c.after
    FROM changes_change c
    WHERE c.record = of_record AND (audits OR c.verb IN ('add', 'change', 'remove', 'erase'))
    ORDER BY c.epoch, c.tx, c.seq;
END $$;

-- Erase the personal data of one row: its key, so that the log can never be read again, and its personal columns.
-- The seals stay whole, because they stand over the hidden text. Returns how many entries became unreadable.
CREATE OR REPLACE FUNCTION changes.erase(of_table text, of_record uuid, why text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told changes.personal_table;
  emptied text;
  touched bigint;
BEGIN
  IF NOT (scope.is_system() OR scope.has_duty('secadmin')) THEN
    RAISE EXCEPTION 'personal data are erased by the security administrator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF btrim(coalesce(why, '')) = '' THEN
    RAISE EXCEPTION 'an erasure needs a reason' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO told FROM changes.personal_table t WHERE t.name = of_table;
  IF NOT FOUND THEN RAISE EXCEPTION 'no personal columns in %', of_table USING ERRCODE = 'undefined_table'; END IF;
  PERFORM set_config('jinan.reason', why, true);
  INSERT INTO changes.person (person, key, erased_at) VALUES (of_record, NULL, now())
    ON CONFLICT (person) DO UPDATE SET key = NULL, erased_at = coalesce(changes.person.erased_at, now());
  SELECT string_agg(format('%I = %L', attname, CASE WHEN attnotnull THEN '' END), ', ') INTO emptied
    FROM pg_attribute WHERE attrelid = of_table::regclass AND attname = ANY(told.columns);
  EXECUTE format('UPDATE %I SET %s WHERE id = $1', of_table, emptied) USING of_record;
  GET DIAGNOSTICS touched = ROW_COUNT;
  IF touched = 0 THEN RAISE EXCEPTION 'no row % in %', of_record, of_table USING ERRCODE = 'no_data_found'; END IF;
  SELECT count(*) INTO touched FROM changes_change c
    WHERE c.record = of_record AND (c.before::text LIKE '%"sealed"%' OR c.after::text LIKE '%"sealed"%');
  INSERT INTO changes_change (epoch, actor, actor_name, origin, reason, verb, kind, record, division, node, after)
    SELECT a.epoch, a.who, a.name, a.origin, a.why, 'erase', told.kind, of_record,
           changes.division_of(told.kind, of_record), a.node,
           jsonb_build_object('fields', told.columns, 'entries', touched)
    FROM changes.actor() a;
  RETURN touched;
END $$;

-- What an administrator may be told of a record: of which kind it is and where it lies, never what it holds.
CREATE OR REPLACE FUNCTION changes.whereabouts(of_record uuid)
RETURNS TABLE (kind text, name text, division text, also text[], holder uuid, agency text, node text, void boolean, erased boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE one changes.record_table;
BEGIN
  IF NOT (scope.is_system() OR scope.has_duty('secadmin', 'auditor')) THEN RETURN; END IF;
  FOR one IN SELECT * FROM changes.record_table LOOP
    RETURN QUERY EXECUTE format(
      'SELECT %L, %L, r.division_id::text, r.also::text[], r.holder, r.agency_id::text, r.node::text, r.voided_at IS NOT NULL, '
      'EXISTS (SELECT FROM changes.person p WHERE p.person = r.id AND p.key IS NULL) FROM %I r WHERE r.id = $1',
      one.kind, one.name, one.name) USING of_record;
  END LOOP;
END $$;

-- Rows of the log are read by the audit administrator, and each change by the officers of the place it was written in:
-- an agency keeps sight of what was written in its time, and sees nothing of what comes after a record has left.
ALTER TABLE changes_change ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON changes_change;
CREATE POLICY seen ON changes_change FOR SELECT TO jinan_web USING (
  (SELECT scope.has_duty('auditor')) OR (SELECT scope.is_system())
  OR (kind LIKE 'agencies.%' AND (SELECT scope.has_duty('sysadmin')))
  OR (verb IN ('add', 'change', 'remove') AND kind NOT LIKE 'identity.%'
      AND scope.sees(split_part(kind, '.', 1), division, also, NULL)));

-- Text of an entry as it is hashed: the fields in this order, joined by U+001F; absent is the empty string.
CREATE OR REPLACE FUNCTION changes.text_of(c changes_change) RETURNS text
LANGUAGE sql STABLE SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
  SELECT array_to_string(ARRAY[c.epoch::text, c.seq::text, c.tx::text,
    to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.actor::text, c.actor_name, c.origin, c.reason,
    c.verb, c.kind, c.record::text, c.version::text, c.division, array_to_string(c.also, ','), c.holder::text, c.node,
    c.before::text, c.after::text], E'\x1f', '')
$$;

-- Seal up to `most` entries whose transactions are certainly over; returns how many were sealed.
CREATE OR REPLACE FUNCTION changes.seal(most integer DEFAULT 20000) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  last changes_seal;
  line record;
  chain bytea;
  done integer := 0;
  horizon bigint := (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint;
  now_epoch integer := (SELECT epoch FROM scope.node);
BEGIN
  BEGIN
    LOCK TABLE changes_seal IN SHARE ROW EXCLUSIVE MODE NOWAIT;  -- a lock that only the owner can take
  EXCEPTION WHEN lock_not_available THEN RETURN 0;
  END;
  SELECT * INTO last FROM changes_seal ORDER BY number DESC LIMIT 1;
  chain := coalesce(last.hash, '\x'::bytea);
  last.number := coalesce(last.number, 0);
  FOR line IN
    SELECT c.epoch, c.tx, c.seq, c.at, changes.text_of(c) AS body FROM changes_change c
    WHERE (c.epoch, c.tx, c.seq) > (coalesce(last.epoch, 0), coalesce(last.tx, 0), coalesce(last.seq, 0))
      AND (c.epoch < now_epoch OR c.tx < horizon)
    ORDER BY c.epoch, c.tx, c.seq LIMIT most
  LOOP
    chain := public.digest(chain || convert_to(line.body, 'UTF8'), 'sm3');
    done := done + 1;
    INSERT INTO changes_seal (number, epoch, tx, seq, at, hash)
      VALUES (last.number + done, line.epoch, line.tx, line.seq, line.at, chain);
  END LOOP;
  RETURN done;
END $$;
REVOKE EXECUTE ON FUNCTION changes.seal(integer), changes.hidden(text, bytea), changes.make_partition(date),
  changes.division_of(text, uuid), changes.erase(text, uuid, text), changes.whereabouts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION changes.note(text, text, uuid, jsonb), changes.note_readings(text, uuid[], jsonb),
  changes.reveal(jsonb, uuid, bigint), changes.history(text, uuid), changes.erase(text, uuid, text),
  changes.whereabouts(uuid) TO jinan_web;
