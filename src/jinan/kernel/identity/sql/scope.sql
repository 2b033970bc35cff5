-- The scope of a transaction, as the database believes it: only what a signed token says.
CREATE SCHEMA IF NOT EXISTS scope;
GRANT USAGE ON SCHEMA scope TO jinan_web;

-- A temporary table, type or function would stand in front of the real one of its name, for all who use the connection later.
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, jinan_web', current_database()); END $$;

CREATE TABLE IF NOT EXISTS scope.secret (one boolean PRIMARY KEY DEFAULT true CHECK (one), key text NOT NULL);
REVOKE ALL ON scope.secret FROM jinan_web, PUBLIC;

CREATE TABLE IF NOT EXISTS scope.node (one boolean PRIMARY KEY DEFAULT true CHECK (one), code text NOT NULL, epoch integer NOT NULL DEFAULT 1);
REVOKE ALL ON scope.node FROM jinan_web, PUBLIC;
CREATE OR REPLACE FUNCTION scope.this_node() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ SELECT code FROM scope.node $$;

-- The claims of the present token; NULL when there is none, it is forged, foreign or too old.
CREATE OR REPLACE FUNCTION scope.claims() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  token text := current_setting('jinan.scope', true);
  body text;
  found jsonb;
BEGIN
  IF token IS NULL OR length(token) < 65 THEN RETURN NULL; END IF;
  body := substr(token, 65);
  IF left(token, 64) <> encode(public.hmac(convert_to(body, 'UTF8'),
       convert_to((SELECT key FROM scope.secret), 'UTF8'), 'sha256'), 'hex') THEN RETURN NULL; END IF;
  found := body::jsonb;
  IF (found->>'p')::int <> pg_backend_pid() OR (found->>'x')::bigint < extract(epoch FROM now()) THEN
    RETURN NULL;
  END IF;
  RETURN found;
END $$;

-- Codes of the divisions seen (or written) for a subject; '*' stands for everywhere.
CREATE OR REPLACE FUNCTION scope.divisions(subject text, writing boolean DEFAULT false) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT code), '{}')
  FROM jsonb_array_elements(scope.claims()->'g') AS granted,
       jsonb_array_elements_text(granted->1) AS code
  WHERE (granted->0 ? '*' OR granted->0 ? subject) AND (NOT writing OR (granted->2)::boolean)
$$;

CREATE OR REPLACE FUNCTION scope.everywhere(subject text, writing boolean DEFAULT false) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT '*' = ANY(scope.divisions(subject, writing)) $$;

-- May look at records that belong to no division.
CREATE OR REPLACE FUNCTION scope.is_officer() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT coalesce(scope.claims()->>'k' IN ('officer', 'system') AND jsonb_array_length(scope.claims()->'g') > 0, false)
$$;

CREATE OR REPLACE FUNCTION scope.holder() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (scope.claims()->>'h')::uuid $$;

CREATE OR REPLACE FUNCTION scope.account() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (scope.claims()->>'a')::uuid $$;

CREATE OR REPLACE FUNCTION scope.has_duty(VARIADIC duties text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT coalesce(scope.claims()->'d' ?| duties, false) $$;

CREATE OR REPLACE FUNCTION scope.is_system() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT coalesce(scope.claims()->>'k' = 'system', false) $$;

-- One row of a record table: is it seen (or written) by the present viewer?
CREATE OR REPLACE FUNCTION scope.sees(subject text, division text, also text[], held uuid, writing boolean DEFAULT false)
RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT coalesce(
    (division IS NULL AND scope.is_officer() AND (NOT writing OR scope.everywhere(subject, true)))
    OR scope.everywhere(subject, writing)
    OR division = ANY(scope.divisions(subject, writing))
    OR (NOT writing AND also && scope.divisions(subject, false))
    OR (NOT writing AND held = scope.holder()), false)
$$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA scope TO jinan_web;
