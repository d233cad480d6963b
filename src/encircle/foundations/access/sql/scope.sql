-- What the acting person holds now. Owned by encircle_scope, which may only read the few tables named in
-- row_policies.py; policies call each of these once a statement, as (SELECT f()).

-- The signed-in person, unless suspended or gone: both take hold inside the database at once, the end of access by its
-- own clock, whether or not anybody has carried it out.
CREATE OR REPLACE FUNCTION encircle.actor() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT u.id FROM (SELECT encircle.claims()) AS t(c)
    JOIN public.accounts_user u ON u.id = (CASE WHEN c[2] = 'user' THEN c[3]::uuid END)
    WHERE u.suspended_at IS NULL AND (u.ends_at IS NULL OR u.ends_at > encircle.now())
        );
    END
    $$;

-- The person a system identity works for (the doorkeeper in the sign-in door, a task begun by somebody).
CREATE OR REPLACE FUNCTION encircle.on_behalf() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT nullif(c[4], '')::uuid FROM (SELECT encircle.claims()) AS t(c) WHERE c[2] = 'system'
        );
    END
    $$;

CREATE OR REPLACE FUNCTION encircle.holds(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT EXISTS (
        SELECT FROM public.access_appointment a
        WHERE a.user_id = (SELECT encircle.actor()) AND a.role = ANY (wanted)
          AND a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
    )
        );
    END
    $$;

-- Whether the acting person can be one of the two whom a change to somebody's way of signing in takes: the operations
-- manager, or an administrator whom an operations manager (or the setting-up of Encircle) made one. Otherwise an
-- administrator could make a friend administrator and be two people.
CREATE OR REPLACE FUNCTION encircle.one_of_two() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN encircle.holds('operations_manager') OR EXISTS (
        SELECT FROM public.access_appointment a
        WHERE a.user_id = (SELECT encircle.actor()) AND a.role = 'administrator'
          AND a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
          AND (a.appointed_by_id IS NULL OR EXISTS (
              SELECT FROM public.access_appointment m
              WHERE m.user_id = a.appointed_by_id AND m.role = 'operations_manager'
                AND m.starts_at <= a.appointed_at AND (m.ends_at IS NULL OR m.ends_at > a.appointed_at)))
    );
    END
    $$;

CREATE OR REPLACE FUNCTION encircle.all_areas() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT encircle.holds('senior_coordinator', 'operations_manager')
        );
    END
    $$;

CREATE OR REPLACE FUNCTION encircle.staff_areas() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT coalesce(array_agg(DISTINCT a.area_id), '{}') FROM public.access_appointment a
    WHERE a.user_id = (SELECT encircle.actor()) AND a.role = 'coordinator' AND a.area_id IS NOT NULL
      AND a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        );
    END
    $$;

-- The one record opened by break-glass, by its Circle: sixty minutes, read only.
CREATE OR REPLACE FUNCTION encircle.glass_circles() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT coalesce(array_agg(g.circle_id), '{}') FROM public.access_breakglass g
    WHERE g.user_id = (SELECT encircle.actor()) AND g.opened_at <= (SELECT encircle.now())
      AND g.opened_at + interval '60 minutes' > (SELECT encircle.now()) AND g.closed_at IS NULL
        );
    END
    $$;

-- Items this request or task has left a receipt for, written at the top level of this transaction: a receipt
-- inside a savepoint could be rolled back while its reader kept the content, so its row (whose xmin is the
-- subtransaction's) does not count.
CREATE OR REPLACE FUNCTION encircle.opened_items() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT coalesce(array_agg(e.item_id), '{}') FROM public.audit_entry e
    WHERE e.verb = 'opened' AND e.nonce = (SELECT encircle.nonce())
      AND e.xmin = pg_current_xact_id()::xid
        );
    END
    $$;
