"""Which referrals are within a referrer's reach, worked out once a statement by functions of encircle_scope."""

IN_POST = (
    "p.user_id = (SELECT encircle.actor()) AND p.starts_at <= (SELECT encircle.now()) "
    "AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now()))"
)
HOLDS_NOW = "h.starts_at <= (SELECT encircle.now()) AND (h.ends_at IS NULL OR h.ends_at > (SELECT encircle.now()))"

# Referrals whose present holder the acting person is: a professional in post, or staff of the area keying a form.
_HELD = f"""
    SELECT h.referral_id FROM public.partners_professional p
    JOIN public.referrals_holder h ON h.professional_id = p.id
    WHERE {IN_POST} AND {HOLDS_NOW}
    UNION
    SELECT h.referral_id FROM public.referrals_holder h
    WHERE h.staff_id = (SELECT encircle.actor()) AND {HOLDS_NOW}
      AND ((SELECT encircle.all_areas()) OR h.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]))
"""
_SUBMITTED = f"""
    SELECT s.referral_id FROM public.partners_professional p
    JOIN public.referrals_submission s ON s.professional_id = p.id
    WHERE {IN_POST}
"""

SCOPE_SQL = [
    f"""
    -- Drafts open to the acting person: theirs now, neither submitted nor withdrawn.
    CREATE OR REPLACE FUNCTION encircle.held_referrals() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(held.referral_id), '{{}}') FROM ({_HELD}) held
        WHERE NOT EXISTS (SELECT FROM public.referrals_submission s WHERE s.referral_id = held.referral_id)
          AND NOT EXISTS (SELECT FROM public.referrals_referralwithdrawn w WHERE w.referral_id = held.referral_id)
        );
    END
    $$;
    """,
    f"""
    -- What the acting person submitted from a place at an agency that they still have.
    CREATE OR REPLACE FUNCTION encircle.own_referrals() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (SELECT coalesce(array_agg(own.referral_id), '{{}}') FROM ({_SUBMITTED}) own);
    END
    $$;
    """,
    f"""
    -- What the acting person holds or submitted, in whatever state it is: that it exists and where it stands.
    CREATE OR REPLACE FUNCTION encircle.referrals_in_sight() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (SELECT coalesce(array_agg(seen.referral_id), '{{}}') FROM ({_HELD} UNION {_SUBMITTED}) seen);
    END
    $$;
    """,
    """
    -- Whom a draft may be handed to: those in post, with a login, at the agency whose referral it is, while the acting
    -- person is in post there.
    CREATE OR REPLACE FUNCTION encircle.takers(wanted uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT c.id), '{}') FROM public.referrals_referral r
        JOIN public.partners_professional p ON p.agency_id = r.agency_id
        JOIN public.partners_professional c ON c.agency_id = r.agency_id
        WHERE r.id = wanted AND {IN_POST} AND c.user_id IS NOT NULL AND c.user_id <> p.user_id
          AND c.starts_at <= (SELECT encircle.now()) AND (c.ends_at IS NULL OR c.ends_at > (SELECT encircle.now()))
        );
    END
    $$;
    """.replace("{IN_POST}", IN_POST),
    """
    -- The colleague behind a work address typed in full; NULL for anybody else, known here or not.
    CREATE OR REPLACE FUNCTION encircle.colleague_at(wanted uuid, address text)
    RETURNS TABLE (id uuid, name text, user_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT c.id, c.name::text, c.user_id FROM public.partners_professional c
        WHERE c.id = ANY ((SELECT encircle.takers(wanted))::uuid[]) AND lower(c.email) = lower(trim(address));
    END
    $$;
    """,
    """
    -- Whom a referral in the acting person's sight concerns here: the coordinators of its area, else the operations
    -- managers. For the notice that it was submitted.
    CREATE OR REPLACE FUNCTION encircle.coordinators_of_referral(wanted uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            WITH present AS (
            SELECT a.user_id, a.role, a.area_id FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        ), ranked AS (
            SELECT p.user_id, 1 AS turn FROM public.referrals_referral r
            JOIN present p ON p.role = 'coordinator' AND p.area_id = r.area_id
            WHERE r.id = wanted AND r.id = ANY ((SELECT encircle.referrals_in_sight())::uuid[])
            UNION ALL
            SELECT p.user_id, 2 FROM public.referrals_referral r JOIN present p ON p.role = 'operations_manager'
            WHERE r.id = wanted AND r.id = ANY ((SELECT encircle.referrals_in_sight())::uuid[])
        )
        SELECT coalesce(array_agg(DISTINCT user_id), '{}') FROM ranked WHERE turn = (SELECT min(turn) FROM ranked)
        );
    END
    $$;
    """,
    """
    -- For the staff of the area: that somebody has begun to fill in the form, and when they last saved; no word of it.
    CREATE OR REPLACE FUNCTION encircle.begun_referrals(wanted uuid[])
    RETURNS TABLE (referral_id uuid, saved_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT d.referral_id, max(d.saved_at) FROM public.referrals_sectiondraft d
        WHERE d.referral_id = ANY (wanted)
          AND ((SELECT encircle.all_areas()) OR d.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]))
        GROUP BY d.referral_id;
    END
    $$;
    """,
    """
    -- The drafts of a referral that the acting person has just withdrawn: nobody may read them, nobody keeps them.
    CREATE OR REPLACE FUNCTION encircle.clear_withdrawn_drafts(wanted uuid) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        cleared integer;
    BEGIN
        DELETE FROM public.referrals_sectiondraft d USING public.referrals_referralwithdrawn w
        WHERE d.referral_id = wanted AND w.referral_id = wanted AND w.by_id = (SELECT encircle.actor());
        GET DIAGNOSTICS cleared = ROW_COUNT;
        IF EXISTS (
            SELECT FROM public.referrals_referralwithdrawn w
            WHERE w.referral_id = wanted AND w.by_id = (SELECT encircle.actor())
        ) AND NOT EXISTS (SELECT FROM public.referrals_submission s WHERE s.referral_id = wanted) THEN
            DELETE FROM public.referrals_referraldocumentscan WHERE referral_id = wanted;
            DELETE FROM public.referrals_referraldocumentlock WHERE referral_id = wanted;
            DELETE FROM public.referrals_referraldocument WHERE referral_id = wanted;
        END IF;
        RETURN cleared;
    END
    $$;
    """,
    """
    -- The people whose referrals the acting person is writing: the keys of their documents may be made by them.
    CREATE OR REPLACE FUNCTION encircle.held_subjects() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.subject_id), '{}') FROM public.referrals_referral r
            WHERE r.id = ANY ((SELECT encircle.held_referrals())::uuid[])
        );
    END
    $$;
    """,
    """
    -- A document leaves a draft by the hand of whoever holds it: its rows go, and with them the only key of its bytes.
    CREATE OR REPLACE FUNCTION encircle.clear_referral_document(wanted uuid) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        held uuid[] := (SELECT encircle.held_referrals());
        cleared integer;
    BEGIN
        DELETE FROM public.referrals_referraldocumentscan s WHERE s.document_id = wanted AND s.referral_id = ANY (held);
        DELETE FROM public.referrals_referraldocumentlock l WHERE l.document_id = wanted AND l.referral_id = ANY (held);
        DELETE FROM public.referrals_referraldocument d WHERE d.id = wanted AND d.referral_id = ANY (held);
        GET DIAGNOSTICS cleared = ROW_COUNT;
        RETURN cleared;
    END
    $$;
    """,
    """
    -- The person referred is accepted, by the acting person: what came with the form is theirs from now on, under the
    -- same id and with the same key. Twice, it changes nothing.
    CREATE OR REPLACE FUNCTION encircle.take_over_documents(wanted uuid) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        taken integer;
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.referrals_decision d JOIN public.people_coremember c
            ON c.id = (SELECT r.subject_id FROM public.referrals_referral r WHERE r.id = wanted)
            WHERE d.referral_id = wanted AND d.outcome = 'accept' AND d.decided_by_id = (SELECT encircle.actor())
        ) THEN
            RETURN 0;
        END IF;
        INSERT INTO public.people_persondocument
            (id, subject_id, file_kind, size, pages, uploaded_at, uploaded_by_id, area_id, agency_id, kind, written_on,
             onward)
            SELECT d.id, d.subject_id, d.file_kind, d.size, d.pages, d.uploaded_at, d.uploaded_by_id, d.area_id,
                   d.agency_id, d.kind, d.written_on, 'coordinator_only'
            FROM public.referrals_referraldocument d WHERE d.referral_id = wanted
            ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS taken = ROW_COUNT;
        INSERT INTO public.people_persondocumentlock (document_id, area_id, name, place, wrapped, digest)
            SELECT l.document_id, l.area_id, l.name, l.place, l.wrapped, l.digest
            FROM public.referrals_referraldocumentlock l WHERE l.referral_id = wanted
            ON CONFLICT DO NOTHING;
        INSERT INTO public.people_persondocumentscan (document_id, area_id, verdict, scanned_at)
            SELECT s.document_id, s.area_id, s.verdict, s.scanned_at
            FROM public.referrals_referraldocumentscan s WHERE s.referral_id = wanted
            ON CONFLICT DO NOTHING;
        RETURN taken;
    END
    $$;
    """,
]
