"""Nobody makes themselves more: the administrator tries, by every page and by plain SQL."""

from tests.support.database import superuser

from .addresses import addresses
from .promotion import by_pages, by_sql, gained, plot, power
from .world import build_world

HOLES = (
    "CREATE POLICY hole ON access_appointment FOR INSERT TO encircle_app WITH CHECK (true)",
    "ALTER TABLE accounts_user DISABLE TRIGGER accounts_user_guard",
    "CREATE OR REPLACE FUNCTION encircle.one_of_two() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = pg_catalog AS 'SELECT true'",
)
MENDED = (
    "DROP POLICY hole ON access_appointment",
    "ALTER TABLE accounts_user ENABLE TRIGGER accounts_user_guard",
)


def test_the_administrator_gains_nothing_by_any_page(db, say):
    scheme = plot(build_world())
    before = power(scheme)
    pressed = by_pages(scheme, addresses())
    wrong = gained(before, power(scheme))
    say(f"self-promotion by pages: {pressed:,} attempts of the administrator, {len(wrong)} gained anything", wrong)


def test_the_administrator_gains_nothing_by_plain_sql(db, say):
    tried, done = by_sql(plot(build_world()))
    say(f"self-promotion by plain SQL: {tried} attempts of the administrator, {len(done)} gained anything", done)


def test_planted_holes_in_promotion_are_found(db, say):
    """No guard over logins, one policy too many on appointments, and a second person who need not be another."""
    scheme = plot(build_world())
    before = power(scheme)
    with superuser() as raw:
        (kept,) = raw.execute("SELECT pg_get_functiondef('encircle.one_of_two'::regproc)").fetchone()
        for statement in HOLES:
            raw.execute(statement)
        try:
            _, done = by_sql(scheme)
            by_pages(scheme, [])
            pages = gained(before, power(scheme))
        finally:
            for statement in (kept, *MENDED):
                raw.execute(statement)
    say(
        f"self-promotion, negative control: {len(HOLES)} planted holes were found {len(done)} times by plain SQL and "
        f"{len(pages)} times by pages"
    )
    assert any("the role operations_manager" in line for line in done)
    assert any("Olga's password" in line for line in done)
    assert "Adam changed letters with a way in that go to another address" in pages
