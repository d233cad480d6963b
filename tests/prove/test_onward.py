"""What an agency tells goes no further than it agreed, on any page for volunteers or agencies, in any print or copy.

A word of its own stands in each thing an agency told, under each permission, kept or taken back (`planted_onward`).
Every page of the volunteers' and the agencies' doors is opened, and every file that any door hands out: a file that
is named nowhere here fails the proof, so a new paper cannot be forgotten.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.urls import reverse

from encircle.rooms.received.vocabulary import OnwardPermission
from encircle.rooms.reviews.onward import Parted
from encircle.rooms.reviews.vocabulary import Onward
from tests.support.client import signed_in
from tests.support.database import superuser

from . import tables
from .addresses import DOORS, addresses, objects_of
from .canaries import readable
from .planted_onward import plant
from .typed import carry
from .world import build_world

VOLUNTEERS, AGENCIES, TABLE = ("vera", "vic"), ("petra", "omar", "hana"), "the Circle's table"
# Word -> who told it (they may read their own words again), and whom else it reaches, by hand.
REACHES = {
    "newskept": ("omar", set()),
    "newsurgent": ("omar", set()),
    "newsouter": ("omar", {"petra"}),
    "newsinside": ("omar", {"petra"}),
    "newswords": ("omar", {"vera", "vic"}),
    "newsnarrowed": ("omar", set()),
    "newsemptied": ("omar", set()),
    "wordsemptied": ("omar", set()),
    "newsrang": ("", set()),
    "disclosedword": ("", set()),
    "mappaword": ("", set()),
    "viewkept": ("petra", set()),
    "viewwhole": ("petra", {"omar", "vera", TABLE}),
    "viewouter": ("hana", {"petra", "omar"}),
    "viewnarrowed": ("omar", set()),
    "viewanew": ("omar", set()),
    "viewtakenback": ("petra", set()),
    "viewofmine": ("petra", set()),
    "viewless": ("omar", {"petra"}),
    "viewforouter": ("omar", set()),
    "viewhadgone": ("petra", set()),
    "viewgone": ("omar", {"petra"}),
    "viewmineagain": ("petra", set()),
    "reportkept": ("omar", set()),
    "reportouter": ("omar", {"petra"}),
    "reportgone": ("omar", set()),
}
# Every file a door hands out, and for whom it is made. The charity's own stays with staff who may read it all.
CHARITY, PAGES, OWN = "the charity", "pages of documents", "one agency's own"
FILES = {
    "administration:import_answer": CHARITY,
    "administration:import_template": CHARITY,
    "casework:agreement_paper": TABLE,
    "casework:applicant_letter": CHARITY,
    "casework:circle_paper": TABLE,
    "casework:document_original": CHARITY,
    "casework:document_page": CHARITY,
    "casework:evidence_csv": CHARITY,
    "casework:joining_form": TABLE,
    "casework:ledger_csv": CHARITY,
    "casework:ledger_pdf": CHARITY,
    "casework:meeting_paper": TABLE,
    "casework:pack_circle_pdf": TABLE,
    "casework:pack_circle_word": TABLE,
    "casework:pack_page": PAGES,
    "casework:pack_pdf": CHARITY,
    "casework:pack_word": CHARITY,
    "casework:paper_paper_page": CHARITY,
    "casework:questionnaire_letter": TABLE,
    "casework:receipt_page": CHARITY,
    "casework:referral_paper_page": CHARITY,
    "casework:release_pdf": CHARITY,
    "casework:report_pdf": CHARITY,
    "casework:report_word": CHARITY,
    "casework:signed_copy_page": CHARITY,
    "casework:volunteer_figures_csv": CHARITY,
    "outer_circle:release_pdf": OWN,
    "referring:copy_paper_page": OWN,
    "referring:paper_page": OWN,
    "volunteering:pack_page": PAGES,
    "volunteering:receipt_page": OWN,
}
# Made by a press of a button and not by a link.
PRESSED = ("casework:questionnaire_letter",)


@dataclass
class Walk:
    """Who read which of the words where, and which addresses handed out a file."""

    agreed: object
    pages: int = 0
    read: dict[str, dict[str, str]] = field(default_factory=dict)  # word -> reader -> where first
    files: set[str] = field(default_factory=set)
    table: dict = field(default_factory=lambda: tables.doors(DOORS))

    def run(self, only: set[str] | None = None) -> "Walk":
        world = self.agreed.world
        clients = {key: signed_in(world.cast.users[key]) for key in (*VOLUNTEERS, *AGENCIES, "cora", "olga", "adam")}
        for address in addresses():
            if only is not None and address.name not in only:
                continue
            for which, arguments in objects_of(address, world).items():
                if which in ("0", "2", "x", "w", "g"):
                    continue
                for key in self._readers(address, which):
                    ask = clients[key].post if address.name in PRESSED else clients[key].get
                    self._read(key, address, ask(reverse(address.name, kwargs=arguments)))
        return self

    def _readers(self, address, which):
        """Volunteers and agencies at their own doors, whatever the table says; elsewhere one of the staff."""
        if address.door in ("volunteering", "outer_circle", "referring"):
            return (*VOLUNTEERS, *AGENCIES)
        method = "POST" if address.name in PRESSED else "GET"
        allowed = self.table.get((address.name, "1" if address.arguments else "-", method), ())
        return [key for key in ("cora", "olga", "adam") if key in allowed][:1]

    def _read(self, key, address, answer):
        self.pages += answer.status_code == 200
        is_file = answer.status_code == 200 and not answer.headers.get("Content-Type", "").startswith("text/html")
        if is_file:
            self.files.add(address.name)
        reader = key if key in (*VOLUNTEERS, *AGENCIES) else TABLE if FILES.get(address.name) == TABLE else ""
        if reader:
            text = readable(answer)
            for word in REACHES:
                if word in text:
                    self.read.setdefault(word, {}).setdefault(reader, address.name)

    @property
    def leaks(self):
        return [
            f"{word} reaches {reader} at {where}"
            for word, readers in self.read.items()
            for reader, where in readers.items()
            if reader not in REACHES[word][1] and reader != REACHES[word][0]
        ]

    @property
    def missing(self):
        return [
            f"{word} does not reach {reader}, who may have it"
            for word, (_, readers) in REACHES.items()
            for reader in sorted(readers - set(self.read.get(word, ())))
        ]


def test_what_an_agency_tells_goes_as_far_as_it_agreed_and_no_further(db, postbox, say):
    agreed = plant(build_world())
    walk = Walk(agreed).run()
    carry()
    letters = "\n".join(str(message) for message in postbox.messages)
    in_letters = [f"{word} stands in a letter" for word in REACHES if word in letters]
    unnamed = [f"{name} hands out a file and is not in FILES" for name in sorted(walk.files - set(FILES))]
    unnamed += [f"{name} is in FILES and handed out nothing" for name in sorted(set(FILES) - walk.files)]
    vera = signed_in(agreed.world.cast.users["vera"])
    seen = {pk: vera.get(reverse("volunteering:pack_page", args=[pk])).status_code == 200 for pk in agreed.pages}
    pages = [f"page {pk}: agreed {agreed.pages[pk]}, shown {seen[pk]}" for pk in seen if seen[pk] != agreed.pages[pk]]
    say(
        f"onward permission: {len(REACHES)} words in {walk.pages:,} pages and files of {len(walk.files)} kinds and "
        f"{len(postbox.messages)} letters; {len(walk.leaks) + len(in_letters)} went further than agreed",
        [*walk.leaks, *in_letters, *walk.missing, *unnamed, *pages],
    )
    assert len(postbox.messages) >= 3
    assert sorted(agreed.pages.values()) == [False, True]


WALLS = ("encircle.words_taken_back()", "encircle.report_words_taken_back()")


@contextmanager
def no_second_wall():
    """The database forgets what agencies have taken back."""
    with superuser() as raw:
        whole = [raw.execute("SELECT pg_get_functiondef(%s::text::regprocedure)", [one]).fetchone()[0] for one in WALLS]
        body = "LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$ BEGIN RETURN '{}'; END $$"
        for one in WALLS:
            raw.execute(f"CREATE OR REPLACE FUNCTION {one} RETURNS uuid[] {body}")
        try:
            yield
        finally:
            for one in whole:
                raw.execute(one)


def test_packs_that_ask_nobody_are_found(db, monkeypatch, say):
    """Negative control: all of the news, and words of agencies as they were let go when the pack was drafted."""
    monkeypatch.setattr("encircle.rooms.reviews.releasing.parted", lambda found: Parted(list(found), []))
    monkeypatch.setattr("encircle.rooms.endings.releasing.parted", lambda found: Parted(list(found), []))
    monkeypatch.setattr("encircle.rooms.reviews.drafting.NEWS_THAT_GOES_ON", tuple(OnwardPermission))
    monkeypatch.setattr(
        "encircle.rooms.reviews.queries.packs.onward_now",
        lambda passages: {one.pk: Onward(one.onward) for one in passages if one.agency_id},
    )
    agreed = plant(build_world())
    walk = Walk(agreed).run(only={"outer_circle:release", "casework:pack_circle_pdf"})
    held = {line.partition(" at ")[0] for line in walk.leaks}
    with no_second_wall():
        open_walk = Walk(agreed).run(only={"outer_circle:release"})
    reached = {line.partition(" at ")[0] for line in open_walk.leaks}
    say(
        f"onward permission, negative control: planted holes were found {len(held)} times on paper and "
        f"{len(reached)} times in releases"
    )
    assert held == {"viewtakenback reaches the Circle's table", "viewless reaches the Circle's table"}
    assert {
        "newskept reaches petra", "newsnarrowed reaches petra", "viewnarrowed reaches petra",
        "reportkept reaches petra", "reportgone reaches petra",
    } <= reached  # fmt: skip
