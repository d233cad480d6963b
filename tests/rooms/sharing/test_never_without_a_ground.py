"""The promise of the whole room, against real rows: whatever was agreed, withdrawn, decided and released in whatever
order, no released passage ever lacked a ground, and none can still be read whose consent is gone.

The oracle is plain SQL that knows nothing of the sieve.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.errors import Invalid
from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import Charity
from encircle.rooms.organisation.vocabulary import Part
from encircle.rooms.sharing.actions.consenting import NewConsent, NewGround, decide_ground, record_consent
from encircle.rooms.sharing.actions.reading import open_own_release
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, ConsentSubject, Release, ReleasePassage
from encircle.rooms.sharing.sifting import open_for_release, sift
from encircle.rooms.sharing.vocabulary import Evidence, GroundKind
from tests.cast import TOPICS, acting, plant_cast, plant_minutes
from tests.support.database import as_owner

from .scene import approve

CODES = [code for code, _, _ in TOPICS]
AGENCIES = ["probation", "police", "health"]
PEOPLE = ["petra", "omar", "hana"]

WITHOUT_A_GROUND = """
    SELECT p.id FROM sharing_releasepassage p JOIN sharing_release r ON r.id = p.release_id
    WHERE p.source_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM sharing_passagebasis b
        JOIN sharing_consentsubject s ON s.id = b.consent_subject_id AND s.topic_id = p.topic_id
        JOIN sharing_consent c ON c.id = s.consent_id AND c.agency_id = r.agency_id
        LEFT JOIN sharing_withdrawal w ON w.subject_id = s.id
        WHERE b.passage_id = p.id AND c.starts_at <= r.released_at
          AND (c.ends_at IS NULL OR c.ends_at > r.released_at)
          AND (w.withdrawn_at IS NULL OR w.recorded_at > r.released_at)
          AND (NOT EXISTS (SELECT FROM sharing_consentnarrowing n WHERE n.consent_id = c.id)
               OR EXISTS (SELECT FROM sharing_consentnarrowing n
                          WHERE n.consent_id = c.id AND n.professional_id = r.professional_id))
    ) AND NOT EXISTS (
        SELECT FROM sharing_passagebasis b JOIN sharing_otherground g ON g.id = b.ground_id
        JOIN sharing_groundsubject s ON s.ground_id = g.id AND s.topic_id = p.topic_id
        WHERE b.passage_id = p.id AND g.agency_id = r.agency_id AND g.starts_at <= r.released_at
          AND (g.ends_at IS NULL OR g.ends_at > r.released_at)
          AND (g.professional_id IS NULL OR g.professional_id = r.professional_id)
    )
"""
NOT_THE_WHOLE = """
    SELECT r.id FROM sharing_release r
    WHERE (SELECT array_agg(x ORDER BY x) FROM (
               SELECT source_id FROM sharing_releasepassage WHERE release_id = r.id AND source_id IS NOT NULL
               UNION ALL SELECT source_id FROM sharing_withheld WHERE release_id = r.id) AS t(x))
       <> (SELECT array_agg(id ORDER BY id) FROM meetings_passage WHERE version_id = r.version_id)
"""
OPEN_WITHOUT_A_GROUND = """
    SELECT p.id FROM sharing_releasepassage p
    WHERE NOT EXISTS (SELECT FROM sharing_passageclosure k WHERE k.passage_id = p.id)
      AND NOT EXISTS (SELECT FROM sharing_passagebasis b WHERE b.passage_id = p.id AND b.ground_id IS NOT NULL)
      AND NOT EXISTS (
          SELECT FROM sharing_passagebasis b LEFT JOIN sharing_withdrawal w ON w.subject_id = b.consent_subject_id
          WHERE b.passage_id = p.id AND b.consent_subject_id IS NOT NULL AND w.subject_id IS NULL)
"""
INSIDE_THAT_WENT = "SELECT id FROM sharing_releasepassage WHERE part IN ('preparation', 'debrief')"


@pytest.mark.parametrize("seed", range(6))
def test_nothing_without_a_ground_is_ever_released(db, seed):
    chance, cast = random.Random(seed), plant_cast()
    versions = _approved_minutes(cast, chance)
    for _ in range(14):
        chance.choice([_consent, _consent, _ground, _withdraw, _release, _release])(cast, chance, versions)
    for version in versions:
        _release(cast, chance, [version])
    assert [_found(query) for query in (WITHOUT_A_GROUND, NOT_THE_WHOLE, OPEN_WITHOUT_A_GROUND, INSIDE_THAT_WENT)] == [
        [], [], [], []
    ]  # fmt: skip
    _nobody_reads_what_is_not_theirs(cast)


def test_the_oracle_finds_a_passage_that_rests_on_the_wrong_consent(db):
    """The negative control: a row planted past the sieve is found."""
    cast = plant_cast()
    version = approve(cast)
    _release(cast, random.Random(1), [version])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_releasepassage SET topic_id = 'housing' WHERE topic_id = 'week'")
        cursor.execute("DELETE FROM sharing_withheld WHERE topic_id = 'debrief'")
    assert len(_found(WITHOUT_A_GROUND)) == 2
    assert len(_found(NOT_THE_WHOLE)) == 3


def _approved_minutes(cast, chance):
    with as_owner():
        if chance.random() < 0.5:
            Charity.objects.update(shared_parts=[Part.WITH_CORE_MEMBER, Part.CONTACT])
        if chance.random() < 0.3:
            Seat.objects.filter(pk=cast.seats["hana"].pk).update(ends_at=cast.now - timedelta(days=2))
        other = plant_minutes(cast, cast.meetings["yesterday_1"], by="vic", secret="dunlin")
    return [approve(cast), approve(cast, other)]


def _consent(cast, chance, _versions):
    agency = chance.choice(AGENCIES)
    who = PEOPLE[AGENCIES.index(agency)]
    with acting(cast.cora) as cora:
        starts_at = cora.now - timedelta(hours=chance.choice([0, 1, 100, 3000]))
        record_consent(
            NewConsent(
                id=new_id(),
                core_member_id=cast.mark.pk,
                agency_id=cast.agencies[agency].pk,
                subjects=chance.sample(CODES, chance.randint(1, 4)),
                evidence=Evidence.IN_PERSON,
                starts_at=starts_at,
                ends_at=chance.choice([None, starts_at + timedelta(minutes=30), cora.now + timedelta(days=1)]),
                only_professionals=chance.choice(
                    [(), (), (cast.professionals[who].pk,)]
                    + ([(cast.professionals["paul"].pk,)] if agency == "probation" else [])
                ),
            ),
            by=cora,
            at=cora.now,
        )


def _ground(cast, chance, _versions):
    with acting(cast.cora) as cora:
        starts_at = cora.now - timedelta(hours=chance.choice([0, 50]))
        decide_ground(
            NewGround(
                id=new_id(),
                core_member_id=cast.mark.pk,
                kind=chance.choice(list(GroundKind)),
                agency_id=cast.agencies[chance.choice(AGENCIES)].pk,
                subjects=chance.sample(CODES, 1),
                reason="A reason that is long enough to be one.",
                starts_at=starts_at,
                ends_at=chance.choice([None, starts_at + timedelta(hours=1)]),
            ),
            by=cora,
            at=cora.now,
        )


def _withdraw(cast, chance, _versions):
    with acting(cast.cora) as cora:
        consent = chance.choice(list(Consent.objects.order_by("pk")))
        topics = list(ConsentSubject.objects.filter(consent=consent).values_list("topic_id", flat=True))
        withdraw_consent(
            consent.pk,
            chance.sample(topics, chance.randint(1, len(topics))),
            moment=chance.choice([cora.now, max(consent.starts_at, cora.now - timedelta(minutes=10))]),
            evidence=Evidence.TELEPHONE,
            by=cora,
            at=cora.now,
        )


def _release(cast, chance, versions):
    with acting(cast.cora) as cora:
        opened = open_for_release(chance.choice(versions).pk, by=cora)
        holds = frozenset(
            (passage.pk, cast.seats[name].pk)
            for passage in opened.passages
            for name in PEOPLE
            if chance.random() < 0.05
        )
        token = sift(opened, at=cora.now).token
        try:
            release_paper(opened, Choices(holds=holds), token=token, by=cora, at=cora.now)
        except Invalid:
            return  # nothing may go to anybody


def _nobody_reads_what_is_not_theirs(cast):
    for name in PEOPLE:
        with acting(cast.users[name]) as who:
            for sent in Release.objects.all():
                assert sent.professional_id == cast.professionals[name].pk
                open_own_release(sent.pk, by=who, at=who.now)
            readable = set(ReleasePassage.objects.values_list("pk", flat=True))
        with as_owner():
            closed = set(ReleasePassage.objects.exclude(closure=None).values_list("pk", flat=True))
        assert not readable & closed


def _found(query):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
