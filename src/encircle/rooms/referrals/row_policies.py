"""Staff of the area see enquiries and what was submitted; a draft is its holder's alone; a referrer sees their own."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Policy,
    Table,
    add,
    change,
    mine,
    one_of,
    read,
    receipt,
    remove,
    staff,
    system,
)
from encircle.foundations.files.row_policies import SCANNER, locked

from .sql_scope import SCOPE_SQL

HELD = one_of("referral_id", "held_referrals")
SUBMITTED = one_of("referral_id", "own_referrals")
IN_SIGHT = one_of("referral_id", "referrals_in_sight")
# Staff hold what came on paper, and nothing else: nobody of the staff makes a referrer's draft their own to read.
_STAFF_HOLD_PAPER = (
    "(staff_id IS NULL OR referral_id IN (SELECT r.id FROM public.referrals_referral r WHERE r.on_paper))"
)
_FROM_OWN_PLACE = (
    "(professional_id IS NULL OR professional_id IN "
    f"(SELECT p.id FROM public.partners_professional p WHERE p.user_id = {ACTOR}))"
)


_SCANNER = system(SCANNER)


def _with_the_form(table: str) -> list[Policy]:
    """Read by the holder while it is a draft; once sent, by who sent it and by the staff, like the form itself."""
    sent = f"EXISTS (SELECT FROM public.referrals_submission s WHERE s.referral_id = {table}.referral_id)"
    return [
        read("holder", HELD),
        read("referrer", SUBMITTED),
        read("staff", f"{staff()} AND {sent}"),
        read("scanner", _SCANNER),
    ]


_OF_THE_SAME_REFERRAL = (
    "EXISTS (SELECT FROM public.referrals_referral r WHERE r.id = referrals_referraldocument.referral_id "
    "AND r.subject_id = referrals_referraldocument.subject_id AND r.agency_id = referrals_referraldocument.agency_id)"
)
_OF_OWN_DOCUMENT = (
    "document_id IN (SELECT d.id FROM public.referrals_referraldocument d "
    f"WHERE d.referral_id = referrals_referraldocumentlock.referral_id AND d.uploaded_by_id = {ACTOR})"
)


def _of_staff() -> list[Policy]:
    return [read("staff", staff()), add("staff", f"{staff()} AND by_id = {ACTOR}")]


def with_area(table: str, parent: str) -> str:
    """A row of an enquiry or a referral carries its area, so that whoever writes it must reach its parent."""
    name = f"{table}_in_area"
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY ({parent}_id, area_id)
                REFERENCES public.referrals_{parent} (id, area_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


SQL = [
    *SCOPE_SQL,
    *(with_area(f"referrals_{name}", "enquiry") for name in ("enquirynote", "enquirycheck", "enquirystep")),
    *(
        with_area(f"referrals_{name}", "referral")
        for name in (
            "holder",
            "sectiondraft",
            "referraldocument",
            "referraldocumentlock",
            "referraldocumentscan",
            "submission",
            "referralread",
            "submittedsection",
            "referralwithdrawn",
            "decision",
            "decisionwords",
        )
    ),
]

TABLES = [
    Table("referrals_enquiry", [read("staff", staff()), add("staff", f"{staff()} AND taken_by_id = {ACTOR}")]),
    Table("referrals_enquirynote", [*_of_staff(), receipt("enquiry_id")]),
    Table("referrals_enquirycheck", [read("staff", staff()), add("staff", staff())]),
    Table("referrals_enquirystep", _of_staff()),
    Table(
        "referrals_referral",
        [
            read("staff", staff()),
            read("referrer", one_of("id", "referrals_in_sight")),
            add("staff", f"{staff()} AND invited_by_id = {ACTOR}"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "referrals_holder",
        [
            read("staff", staff()),
            read("referrer", IN_SIGHT),
            add("staff", f"{staff()} AND handed_by_id = {ACTOR} AND {_STAFF_HOLD_PAPER}"),
            # A draft goes to a colleague of the same agency, from the hand of whoever holds it.
            add(
                "holder",
                f"{HELD} AND handed_by_id = {ACTOR} "
                "AND professional_id = ANY ((SELECT encircle.takers(referral_id))::uuid[])",
            ),
            change("staff", staff()),
            change("holder", HELD),
        ],
        updates=["ends_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "referrals_sectiondraft",
        [
            read("holder", HELD),
            add("holder", f"{HELD} AND {mine('saved_by_id')}"),
            change("holder", HELD, f"{HELD} AND {mine('saved_by_id')}"),
            remove("holder", HELD),
        ],
        updates=["answers", "done", "revision", "saved_at", "saved_by_id"],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    Table(
        "referrals_referraldocument",
        [
            *_with_the_form("referrals_referraldocument"),
            add("holder", f"{HELD} AND {mine('uploaded_by_id')} AND {_OF_THE_SAME_REFERRAL}"),
        ],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    Table(
        "referrals_referraldocumentlock",
        [
            *_with_the_form("referrals_referraldocumentlock"),
            *locked("document_id", "referrals_referraldocumentscan"),
            add("holder", f"{HELD} AND {_OF_OWN_DOCUMENT}"),
        ],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    Table(
        "referrals_referraldocumentscan",
        [*_with_the_form("referrals_referraldocumentscan"), add("scanner", _SCANNER)],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    Table(
        "referrals_submission",
        [
            read("staff", staff()),
            read("referrer", SUBMITTED),
            add("holder", f"{HELD} AND {mine('submitted_by_id')} AND {_FROM_OWN_PLACE}"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "referrals_referralread",
        [read("staff", staff()), add("staff", f"{staff()} AND {mine('read_by_id')}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "referrals_submittedsection",
        [read("staff", staff()), read("referrer", SUBMITTED), receipt("referral_id"), add("holder", HELD)],
        readers=["encircle_scope"],  # compares the person with everybody known, and tells nobody who may not know
    ),
    Table(
        "referrals_referralwithdrawn",
        [
            read("staff", staff()),
            read("referrer", IN_SIGHT),
            add("staff", f"{staff()} AND {mine('by_id')}"),
            add("referrer", f"{IN_SIGHT} AND {mine('by_id')}"),
        ],
        readers=["encircle_scope"],
    ),
    # What the referrer is told, and no more than that.
    Table(
        "referrals_decision",
        [read("staff", staff()), read("referrer", SUBMITTED), add("staff", f"{staff()} AND {mine('decided_by_id')}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "referrals_decisionwords",
        [read("staff", staff()), read("referrer", SUBMITTED), receipt("referral_id"), add("staff", staff())],
        append_only=True,
    ),
]

DEFINERS = [
    Definer("encircle.held_referrals()", "encircle_scope"),
    Definer("encircle.own_referrals()", "encircle_scope"),
    Definer("encircle.referrals_in_sight()", "encircle_scope"),
    Definer("encircle.takers(uuid)", "encircle_scope"),
    Definer("encircle.colleague_at(uuid,text)", "encircle_scope"),
    Definer("encircle.coordinators_of_referral(uuid)", "encircle_scope"),
    Definer("encircle.begun_referrals(uuid[])", "encircle_scope"),
    Definer("encircle.clear_withdrawn_drafts(uuid)", "encircle_scope"),
    Definer("encircle.held_subjects()", "encircle_scope"),
    Definer("encircle.clear_referral_document(uuid)", "encircle_scope"),
    Definer("encircle.take_over_documents(uuid)", "encircle_scope"),
]
