-- Who acts. A transaction-local setting `encircle.identity` carries
--   key id | kind | subject | on behalf of | start of this transaction (microseconds) | backend pid | nonce | HMAC-SHA256
-- Only the verifier reads the key. A token is good for one transaction on one connection, and for nothing else.
CREATE SCHEMA IF NOT EXISTS encircle;
REVOKE ALL ON SCHEMA encircle FROM PUBLIC;
GRANT USAGE ON SCHEMA encircle TO encircle_app, encircle_worker, encircle_verifier, encircle_scope, encircle_searcher, encircle_sealer;

-- HMAC (RFC 2104) with both padded keys worked out once, because PostgreSQL without pgcrypto has only sha256().
CREATE TABLE IF NOT EXISTS encircle.identity_key (
    key_id text PRIMARY KEY,
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64),
    made_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz
);
CREATE TABLE IF NOT EXISTS encircle.clock_shift (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    shift interval NOT NULL
);
REVOKE ALL ON encircle.identity_key, encircle.clock_shift FROM PUBLIC;
GRANT SELECT ON encircle.identity_key TO encircle_verifier;
GRANT SELECT ON encircle.clock_shift TO encircle_scope;

-- The one clock of every policy. Only the owner of a test or demonstration can shift it.
CREATE OR REPLACE FUNCTION encircle.now() RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT transaction_timestamp() + coalesce((SELECT shift FROM encircle.clock_shift), interval '0')
        );
    END
    $$;

-- The seven claims of a genuine token, else NULL.
CREATE OR REPLACE FUNCTION encircle.claims() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    token text := current_setting('encircle.identity', true);
    part text[];
    pads record;
BEGIN
    IF token IS NULL OR token = '' THEN RETURN NULL; END IF;
    part := string_to_array(token, '|');
    IF array_length(part, 1) IS DISTINCT FROM 8 THEN RETURN NULL; END IF;
    IF part[5] <> (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint::text THEN RETURN NULL; END IF;
    IF part[6] <> pg_backend_pid()::text THEN RETURN NULL; END IF;
    SELECT inner_pad, outer_pad INTO pads FROM encircle.identity_key WHERE key_id = part[1] AND retired_at IS NULL;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(array_to_string(part[1:7], '|'), 'UTF8'))), 'hex')
        <> part[8] THEN RETURN NULL; END IF;
    RETURN part[1:7];
END
$$;

CREATE OR REPLACE FUNCTION encircle.nonce() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT (encircle.claims())[7]::uuid
        );
    END
    $$;

-- The named system identity that acts (doorkeeper, postman, sealer, escalator, clerk), else NULL.
CREATE OR REPLACE FUNCTION encircle.system() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT c[3] FROM (SELECT encircle.claims()) AS t(c) WHERE c[2] = 'system'
        );
    END
    $$;

-- What was approved, sent or said is never edited or removed, not even by the owner of the tables. Two changes are not
-- edits: a Circle that moves to another area takes its rows along, and the seal over a line of the trace.
CREATE OR REPLACE FUNCTION encircle.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) - 'area_id' = to_jsonb(NEW) - 'area_id' THEN RETURN NEW; END IF;
        IF TG_TABLE_NAME = 'audit_entry' AND to_jsonb(OLD) ->> 'seal_id' IS NULL
            AND to_jsonb(OLD) - 'seal_id' = to_jsonb(NEW) - 'seal_id' THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
