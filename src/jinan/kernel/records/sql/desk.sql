-- Locks of the tables of people's desks: each account sees its own, whatever its duties.

-- Agency of the account that looks; shared filters are for it.
CREATE OR REPLACE FUNCTION scope.agency() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT agency_id::text FROM identity_account WHERE id = scope.account()
$$;

-- Account of an access token by the digest of its text; NULL when it is unknown, over or revoked.
CREATE OR REPLACE FUNCTION scope.account_of_token(given text) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE records_accesstoken SET used_at = now()
    WHERE digest = given AND revoked_at IS NULL AND expires_at > now()
      AND (used_at IS NULL OR used_at < now() - interval '1 minute');
  SELECT account_id FROM records_accesstoken
    WHERE digest = given AND revoked_at IS NULL AND expires_at > now()
$$;

DO $$
DECLARE
  line record;
  own text;
BEGIN
  FOR line IN SELECT * FROM (VALUES
      ('records_draft', 'account_id'), ('records_savedfilter', 'account_id'),
      ('records_importrun', 'account_id'), ('records_idempotencykey', 'account'),
      ('records_accesstoken', 'account_id')) AS t(name, whose)
  LOOP
    own := format('%I = (SELECT scope.account()) OR (SELECT scope.is_system())', line.whose);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', line.name);
    EXECUTE format('DROP POLICY IF EXISTS own ON %I', line.name);
    EXECUTE format('CREATE POLICY own ON %I FOR ALL TO jinan_web USING (%s) WITH CHECK (%s)', line.name, own, own);
  END LOOP;
END $$;

-- A token is only ever revoked: no other column changes, and nothing brings it back.
CREATE OR REPLACE FUNCTION scope.check_token() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'jinan_web' AND NOT scope.is_system() AND (OLD.revoked_at IS NOT NULL
      OR to_jsonb(NEW) - 'revoked_at' - 'used_at' <> to_jsonb(OLD) - 'revoked_at' - 'used_at') THEN
    RAISE EXCEPTION 'a token can only be revoked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS check_token ON records_accesstoken;
CREATE TRIGGER check_token BEFORE UPDATE ON records_accesstoken FOR EACH ROW EXECUTE FUNCTION scope.check_token();

DROP POLICY IF EXISTS shared ON records_savedfilter;
CREATE POLICY shared ON records_savedfilter FOR SELECT TO jinan_web
  USING (agency <> '' AND agency = (SELECT scope.agency()));

-- Access tokens end with the password under which they were made and with the account; the administrators see
-- and end them, but can bring none back.
CREATE OR REPLACE FUNCTION scope.end_tokens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE records_accesstoken SET revoked_at = now() WHERE account_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS end_tokens ON identity_account;
CREATE TRIGGER end_tokens AFTER UPDATE ON identity_account FOR EACH ROW
  WHEN (OLD.password_changed_at IS DISTINCT FROM NEW.password_changed_at OR (OLD.is_active AND NOT NEW.is_active))
  EXECUTE FUNCTION scope.end_tokens();
DROP POLICY IF EXISTS watched ON records_accesstoken;
DROP POLICY IF EXISTS ended ON records_accesstoken;
CREATE POLICY watched ON records_accesstoken FOR SELECT TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'secadmin')));
CREATE POLICY ended ON records_accesstoken FOR UPDATE TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'secadmin'))) WITH CHECK (revoked_at IS NOT NULL);

-- Rows of an import, taken in and refused, belong to whom the import belongs to.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['records_importrow', 'records_importfault'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS own ON %I', name);
    EXECUTE format('CREATE POLICY own ON %I FOR ALL TO jinan_web USING (run_id IN (SELECT id FROM records_importrun)) '
      'WITH CHECK (run_id IN (SELECT id FROM records_importrun))', name);
  END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION scope.agency(), scope.account_of_token(text) TO jinan_web;
