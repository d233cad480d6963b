-- What no row policy can say, because it compares a row with what it was. Neither an administrator's identity nor the
-- doorkeeper's can change how somebody signs in beyond these; the owner (migrations, imports of the demonstration) can.
CREATE OR REPLACE FUNCTION encircle.is_owner_of(relation oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = relation
$$;

CREATE OR REPLACE FUNCTION encircle.guard_login() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    doorkeeper boolean;
BEGIN
    IF encircle.is_owner_of(TG_RELID) THEN RETURN NEW; END IF;
    doorkeeper := coalesce(encircle.system() = 'doorkeeper', false);
    IF (NEW.password, NEW.last_login) IS DISTINCT FROM (OLD.password, OLD.last_login) AND NOT doorkeeper THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the sign-in door changes a password.';
    END IF;
    IF NEW.email IS DISTINCT FROM OLD.email AND NOT (doorkeeper AND EXISTS (
        SELECT FROM public.accounts_accountchange c
        WHERE c.user_id = NEW.id AND c.kind = 'address' AND c.approved AND c.done_at IS NULL
          AND lower(c.new_email) = lower(NEW.email)))
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'An address changes when a second person has approved it.';
    END IF;
    IF (NEW.suspended_at, NEW.suspended_by_id) IS DISTINCT FROM (OLD.suspended_at, OLD.suspended_by_id)
       AND (encircle.actor() IS NULL OR encircle.actor() = NEW.id)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'A person suspends and restores, never themselves.';
    END IF;
    IF NEW.ends_at IS DISTINCT FROM OLD.ends_at AND (NOT doorkeeper OR encircle.on_behalf() IS NOT DISTINCT FROM NEW.id)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'Access ends and begins again by the sign-in door, for another person.';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER accounts_user_guard BEFORE UPDATE ON public.accounts_user
    FOR EACH ROW EXECUTE FUNCTION encircle.guard_login();

-- A decision, once made, is never made again; what was asked is never rewritten.
CREATE OR REPLACE FUNCTION encircle.guard_account_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF encircle.is_owner_of(TG_RELID) THEN RETURN NEW; END IF;
    IF OLD.decided_at IS NOT NULL
       AND (NEW.decided_at, NEW.decided_by_id, NEW.approved) IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.approved)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'This has been decided.';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER accounts_accountchange_guard BEFORE UPDATE ON public.accounts_accountchange
    FOR EACH ROW EXECUTE FUNCTION encircle.guard_account_change();
