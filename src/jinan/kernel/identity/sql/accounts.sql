-- Rights cannot be taken: assignments are granted by the security administrator alone, accounts opened by
-- the system administrator; everybody changes of his own account what is his.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO jinan_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO jinan_web;
REVOKE ALL ON changes_change, changes_seal FROM jinan_web;
GRANT SELECT ON changes_change, changes_seal TO jinan_web;
DO $$ DECLARE part text; BEGIN
  FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'changes_change'::regclass LOOP
    EXECUTE format('REVOKE ALL ON %s FROM jinan_web', part);
  END LOOP;
END $$;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM jinan_web;
-- Codes and divisions are loaded by the owner alone: what records mean, and whose territory is what.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON codes_codeset, codes_codeedition, codes_codeitem, territory_division,
  territory_branch, territory_branch_divisions, territory_boundary, territory_unmatched FROM jinan_web;
-- Tables of libraries that no page writes.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON auth_group, auth_group_permissions, auth_permission, django_content_type,
  account_emailaddress, account_emailconfirmation FROM jinan_web;

-- Agencies, their posts and the nodes: read by all; agencies and posts are kept by the system administrator.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['agencies_agency', 'agencies_post', 'agencies_node'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS seen ON %I', name);
    EXECUTE format('DROP POLICY IF EXISTS entered ON %I', name);
    EXECUTE format('CREATE POLICY seen ON %I FOR SELECT TO jinan_web USING (true)', name);
    EXECUTE format('CREATE POLICY entered ON %I FOR ALL TO jinan_web USING ((SELECT scope.is_system()) %s)', name,
      CASE WHEN name = 'agencies_node' THEN '' ELSE 'OR (SELECT scope.has_duty(''sysadmin''))' END);
  END LOOP;
END $$;

-- Assignments: read by their holder and the administrators, granted by the security administrator (never to himself), never deleted.
ALTER TABLE identity_assignment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON identity_assignment;
DROP POLICY IF EXISTS granted ON identity_assignment;
DROP POLICY IF EXISTS ended ON identity_assignment;
CREATE POLICY seen ON identity_assignment FOR SELECT TO jinan_web
  USING (account_id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'auditor', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY granted ON identity_assignment FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.is_system()) OR ((SELECT scope.has_duty('secadmin'))
    AND account_id <> (SELECT scope.account()) AND granted_by_id = (SELECT scope.account())));
CREATE POLICY ended ON identity_assignment FOR UPDATE TO jinan_web
  USING ((SELECT scope.is_system()) OR ((SELECT scope.has_duty('secadmin', 'sysadmin'))
    AND account_id <> (SELECT scope.account())));

-- An assignment is never rewritten, only ended earlier.
CREATE OR REPLACE FUNCTION scope.check_ending() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user <> 'jinan_web' OR scope.is_system() THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - 'valid_to' <> to_jsonb(OLD) - 'valid_to'
     OR NEW.valid_to IS NULL OR NEW.valid_to > coalesce(OLD.valid_to, 'infinity') THEN
    RAISE EXCEPTION 'an assignment can only be ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS check_ending ON identity_assignment;
CREATE TRIGGER check_ending BEFORE UPDATE ON identity_assignment FOR EACH ROW EXECUTE FUNCTION scope.check_ending();

-- The three administrators are three persons without business roles (GB/T 22239-2019, 8.1.5): for everybody, also the owner.
CREATE OR REPLACE FUNCTION scope.check_separation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  whose identity_account;
  other text;
BEGIN
  SELECT * INTO whose FROM identity_account WHERE id = NEW.account_id FOR NO KEY UPDATE;  -- two grants at once wait for each other
  IF whose.kind <> 'officer' THEN
    RAISE EXCEPTION 'roles are for officers only' USING ERRCODE = 'check_violation';
  END IF;
  SELECT held.role INTO other FROM identity_assignment held
  WHERE held.account_id = NEW.account_id AND held.id <> NEW.id AND held.role <> NEW.role
    AND (held.role IN ('sysadmin', 'secadmin', 'auditor') OR NEW.role IN ('sysadmin', 'secadmin', 'auditor'))
    AND coalesce(held.valid_to, 'infinity') >= held.valid_from AND coalesce(NEW.valid_to, 'infinity') >= NEW.valid_from
    AND held.valid_from <= coalesce(NEW.valid_to, 'infinity') AND NEW.valid_from <= coalesce(held.valid_to, 'infinity')
  LIMIT 1;
  IF other IS NOT NULL THEN
    RAISE EXCEPTION '% and % must be two persons', NEW.role, other USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS check_separation ON identity_assignment;
CREATE TRIGGER check_separation BEFORE INSERT OR UPDATE ON identity_assignment FOR EACH ROW EXECUTE FUNCTION scope.check_separation();

-- A kind of account that the scope takes for more than a person is none.
ALTER TABLE identity_account DROP CONSTRAINT IF EXISTS account_of_a_person;
ALTER TABLE identity_account ADD CONSTRAINT account_of_a_person CHECK (kind IN ('officer', 'enterprise', 'public'));

-- Accounts: who may touch a row says the policy, which columns says the trigger.
ALTER TABLE identity_account ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON identity_account;
DROP POLICY IF EXISTS opened ON identity_account;
DROP POLICY IF EXISTS kept ON identity_account;
CREATE POLICY seen ON identity_account FOR SELECT TO jinan_web
  USING (id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'auditor', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY opened ON identity_account FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY kept ON identity_account FOR UPDATE TO jinan_web
  USING (id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'sign-in')) OR (SELECT scope.is_system()));

CREATE OR REPLACE FUNCTION scope.check_account() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  mine boolean := coalesce(NEW.id = scope.account(), false);
  changed text[];
  allowed text[] := '{}';
BEGIN
  IF session_user <> 'jinan_web' OR scope.is_system() THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.demonstration OR NOT (
      (scope.has_duty('sysadmin') AND NEW.password LIKE '!%')  -- opened without a password that its maker knows
      OR (scope.has_duty('sign-in') AND NEW.kind IN ('enterprise', 'public') AND NOT NEW.is_active AND NEW.holder IS NULL
          AND NEW.agency_id IS NULL)) THEN
      RAISE EXCEPTION 'an account is not opened like this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  SELECT coalesce(array_agg(n.key), '{}') INTO changed
  FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key) WHERE n.value IS DISTINCT FROM o.value;
  IF mine THEN
    allowed := ARRAY['password', 'password_changed_at', 'email', 'phone'];
    IF NOT NEW.must_change_password THEN allowed := allowed || 'must_change_password'::text; END IF;
    IF NOT NEW.must_enrol THEN allowed := allowed || 'must_enrol'::text; END IF;
  END IF;
  IF scope.has_duty('sign-in') THEN
    allowed := allowed || ARRAY['password', 'password_changed_at', 'must_change_password', 'must_enrol', 'failures', 'locked_until', 'last_login'];
  END IF;
  IF scope.has_duty('sysadmin') THEN
    allowed := allowed || ARRAY['name', 'failures', 'locked_until', 'must_change_password'];
    IF NOT mine THEN
      allowed := allowed || ARRAY['login', 'email', 'phone', 'kind', 'agency_id', 'holder', 'is_active'];
      IF NEW.password LIKE '!%' THEN allowed := allowed || 'password'::text; END IF;
    END IF;
  END IF;
  IF scope.has_duty('secadmin') AND NOT mine THEN allowed := allowed || 'must_enrol'::text; END IF;
  IF scope.has_duty('secadmin') AND NEW.email = '' AND NEW.phone = '' THEN  -- an erasure
    allowed := allowed || ARRAY['email', 'phone'];
  END IF;
  IF NOT changed <@ allowed THEN
    RAISE EXCEPTION 'not to be changed like this: %', ARRAY(SELECT unnest(changed) EXCEPT SELECT unnest(allowed))
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS check_account ON identity_account;
CREATE TRIGGER check_account BEFORE INSERT OR UPDATE ON identity_account FOR EACH ROW EXECUTE FUNCTION scope.check_account();

-- One-time links: made by the system administrator or the sign-in service, closed once, never opened again.
ALTER TABLE identity_link ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON identity_link FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (used_at) ON identity_link TO jinan_web;
DROP POLICY IF EXISTS seen ON identity_link;
DROP POLICY IF EXISTS made ON identity_link;
DROP POLICY IF EXISTS used ON identity_link;
CREATE POLICY seen ON identity_link FOR SELECT TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY made ON identity_link FOR INSERT TO jinan_web
  WITH CHECK ((SELECT scope.is_system()) OR (used_at IS NULL AND expires_at < now() + interval '73 hours' AND (
    ((SELECT scope.has_duty('sysadmin')) AND made_by = (SELECT scope.account()) AND account_id <> made_by)
    OR ((SELECT scope.has_duty('sign-in')) AND made_by IS NULL AND purpose = 'password'))));
CREATE POLICY used ON identity_link FOR UPDATE TO jinan_web
  USING (used_at IS NULL AND ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system())))
  WITH CHECK (used_at IS NOT NULL);

-- Sign-ups and lost passwords: asked through the sign-in service, answered by the system administrator.
ALTER TABLE identity_signup ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON identity_signup FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (decided_at, decided_by_id, accepted, reason) ON identity_signup TO jinan_web;
DROP POLICY IF EXISTS seen ON identity_signup;
DROP POLICY IF EXISTS asked ON identity_signup;
DROP POLICY IF EXISTS answered ON identity_signup;
CREATE POLICY seen ON identity_signup FOR SELECT TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY asked ON identity_signup FOR INSERT TO jinan_web
  WITH CHECK (accepted IS NULL AND ((SELECT scope.has_duty('sign-in')) OR (SELECT scope.is_system())));
CREATE POLICY answered ON identity_signup FOR UPDATE TO jinan_web
  USING (accepted IS NULL AND ((SELECT scope.has_duty('sysadmin')) OR (SELECT scope.is_system())))
  WITH CHECK (true);

ALTER TABLE identity_lostpassword ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON identity_lostpassword FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (answered_at) ON identity_lostpassword TO jinan_web;
DROP POLICY IF EXISTS seen ON identity_lostpassword;
DROP POLICY IF EXISTS asked ON identity_lostpassword;
DROP POLICY IF EXISTS answered ON identity_lostpassword;
CREATE POLICY seen ON identity_lostpassword FOR SELECT TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY asked ON identity_lostpassword FOR INSERT TO jinan_web
  WITH CHECK (answered_at IS NULL AND ((SELECT scope.has_duty('sign-in')) OR (SELECT scope.is_system())));
CREATE POLICY answered ON identity_lostpassword FOR UPDATE TO jinan_web
  USING ((SELECT scope.has_duty('sysadmin', 'sign-in')) OR (SELECT scope.is_system()));

-- Hand-overs: written by the system in the name of an administrator; the successor takes note.
ALTER TABLE identity_handover ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON identity_handover FROM jinan_web;
GRANT SELECT, INSERT, UPDATE (seen_at) ON identity_handover TO jinan_web;
DROP POLICY IF EXISTS seen ON identity_handover;
DROP POLICY IF EXISTS made ON identity_handover;
DROP POLICY IF EXISTS noted ON identity_handover;
CREATE POLICY seen ON identity_handover FOR SELECT TO jinan_web
  USING (successor_id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'auditor')) OR (SELECT scope.is_system()));
CREATE POLICY made ON identity_handover FOR INSERT TO jinan_web WITH CHECK ((SELECT scope.is_system()));
CREATE POLICY noted ON identity_handover FOR UPDATE TO jinan_web
  USING (successor_id = (SELECT scope.account()) OR (SELECT scope.is_system()));

-- Second factors: one's own; the security administrator may only take them away.
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON mfa_authenticator;
DROP POLICY IF EXISTS set_up ON mfa_authenticator;
DROP POLICY IF EXISTS used ON mfa_authenticator;
DROP POLICY IF EXISTS reset ON mfa_authenticator;
CREATE POLICY seen ON mfa_authenticator FOR SELECT TO jinan_web
  USING (user_id = (SELECT scope.account()) OR (SELECT scope.has_duty('secadmin', 'sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY set_up ON mfa_authenticator FOR INSERT TO jinan_web
  WITH CHECK (user_id = (SELECT scope.account()) OR (SELECT scope.has_duty('sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY used ON mfa_authenticator FOR UPDATE TO jinan_web
  USING (user_id = (SELECT scope.account()) OR (SELECT scope.has_duty('sign-in')) OR (SELECT scope.is_system()));
CREATE POLICY reset ON mfa_authenticator FOR DELETE TO jinan_web
  USING (user_id = (SELECT scope.account()) OR (SELECT scope.has_duty('secadmin', 'sign-in')) OR (SELECT scope.is_system()));

-- The list of sessions: one's own, and of all for the administrators who may end them.
ALTER TABLE usersessions_usersession ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS listed ON usersessions_usersession;
CREATE POLICY listed ON usersessions_usersession FOR ALL TO jinan_web
  USING (user_id = (SELECT scope.account()) OR (SELECT scope.has_duty('sysadmin', 'secadmin', 'sign-in')) OR (SELECT scope.is_system()));
