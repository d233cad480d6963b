"""The sieve, case by case and as properties over invented cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.rooms.sharing.policy import (
    Basis,
    BasisKind,
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    GroundKind,
    Part,
    PassageFacts,
    Reason,
    RecipientFacts,
    ReleasedPassage,
    SharingStandard,
    Stop,
    sieve,
    still_readable,
)


def uid(number):
    return UUID(int=number)


MARK, PAM, PETE = GiverId(uid(1)), GiverId(uid(2)), GiverId(uid(3))
HEALTH_TRUST, POLICE = uid(10), uid(11)
HANA, HUGO, OMAR = uid(20), uid(21), uid(22)
NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STANDARD = SharingStandard()
ADULT = CaseFacts(MARK, is_young_person=False, born_on=date(1980, 1, 1))
YOUNG = CaseFacts(MARK, is_young_person=True, born_on=date(2009, 3, 4), required_carers=frozenset({PAM, PETE}))
TO_HANA = RecipientFacts(uid(30), HANA, HEALTH_TRUST, NOON - 100 * DAY, None, agreement_in_force=True)
HEALTH = PassageFacts(uid(40), Part.WITH_CORE_MEMBER, "health")
EVERYONE_AT = frozenset()


def consent(number=50, by=MARK, agency=HEALTH_TRUST, to=EVERYONE_AT, about=("health",), **times):
    times.setdefault("starts_at", NOON - 10 * DAY)
    return ConsentFacts(uid(number), by, agency, frozenset(to), frozenset(about), **times)


def ground(number=60, agency=HEALTH_TRUST, to=EVERYONE_AT, about=("health",), **times):
    times.setdefault("starts_at", NOON - 10 * DAY)
    return GroundFacts(uid(number), GroundKind.SAFEGUARDING, agency, frozenset(to), frozenset(about), **times)


def judge(passage=HEALTH, recipient=TO_HANA, consents=(), grounds=(), case=ADULT, standard=STANDARD, at=NOON):
    (verdict,) = sieve(
        passages=[passage],
        recipient=recipient,
        consents=consents,
        grounds=grounds,
        case=case,
        standard=standard,
        at=at,
    )
    return verdict


def rests_on(*papers):
    kinds = {ConsentFacts: BasisKind.CONSENT, GroundFacts: BasisKind.GROUND}
    return tuple(sorted(Basis(kinds[type(paper)], paper.id) for paper in papers))


# --- one adult, one agency -------------------------------------------------------------------------------


def test_with_consent_for_the_subject_and_agency_it_goes():
    verdict = judge(consents=[consent()])
    assert (verdict.goes, verdict.reason, verdict.basis) == (True, Reason.CONSENT, rests_on(consent()))
    assert verdict.rests_only_on_consent


@pytest.mark.parametrize(
    ("consents", "reason"),
    [
        ([], Reason.NO_CONSENT),
        ([consent(agency=POLICE)], Reason.NO_CONSENT),
        ([consent(about=("housing",))], Reason.NO_CONSENT),
        ([consent(about=())], Reason.NO_CONSENT),
        ([consent(by=PAM)], Reason.NO_CONSENT),
        ([consent(to={HUGO})], Reason.CONSENT_NARROWED),
        ([consent(starts_at=NOON + DAY)], Reason.CONSENT_NOT_STARTED),
        ([consent(ends_at=NOON)], Reason.CONSENT_ENDED),
        ([consent(withdrawn_at=NOON)], Reason.CONSENT_WITHDRAWN),
        ([consent(withdrawn_at=NOON - DAY), consent(51)], Reason.CONSENT_WITHDRAWN),
        (
            [consent(withdrawn_at=NOON - 5 * DAY), consent(51, starts_at=NOON - 4 * DAY, ends_at=NOON - DAY)],
            Reason.CONSENT_ENDED,
        ),
        ([consent(to={HUGO}, withdrawn_at=NOON - DAY), consent(51)], Reason.CONSENT_WITHDRAWN),
    ],
)
def test_without_a_consent_that_covers_it_stays_and_says_why(consents, reason):
    verdict = judge(consents=consents)
    assert (verdict.goes, verdict.reason, verdict.basis) == (False, reason, ())
    assert not verdict.rests_only_on_consent


def test_narrowed_to_her_it_goes():
    assert judge(consents=[consent(to={HANA})]).goes


def test_a_consent_runs_from_its_start_until_just_before_its_end():
    running = consent(starts_at=NOON, ends_at=NOON + DAY)
    moments = [NOON - timedelta(microseconds=1), NOON, NOON + DAY - timedelta(microseconds=1), NOON + DAY]
    assert [judge(consents=[running], at=at).goes for at in moments] == [False, True, True, False]


def test_a_withdrawal_set_for_later_stops_from_that_second():
    withdrawn = consent(withdrawn_at=NOON)
    assert judge(consents=[withdrawn], at=NOON - timedelta(seconds=1)).goes
    assert not judge(consents=[withdrawn], at=NOON).goes


def test_a_new_consent_at_or_after_the_withdrawal_opens_the_subject_again():
    again = consent(51, starts_at=NOON - DAY)
    verdict = judge(consents=[consent(withdrawn_at=NOON - DAY), again])
    assert (verdict.goes, verdict.basis) == (True, rests_on(again))


def test_someone_elses_new_consent_does_not():
    assert not judge(consents=[consent(withdrawn_at=NOON - DAY), consent(51, by=PAM, starts_at=NOON)]).goes


def test_a_withdrawal_for_one_agency_leaves_the_other():
    papers = [consent(withdrawn_at=NOON - DAY), consent(51, agency=POLICE)]
    to_omar = RecipientFacts(uid(31), OMAR, POLICE, NOON - 100 * DAY, None, agreement_in_force=True)
    assert not judge(consents=papers).goes
    assert judge(consents=papers, recipient=to_omar).goes


def test_a_no_to_one_subject_of_a_wide_consent_leaves_the_others():
    wide = consent(about=("health", "housing"))
    case = replace(ADULT, stops=frozenset({Stop(MARK, HEALTH_TRUST, frozenset({"health"}), NOON - DAY)}))
    assert judge(consents=[wide], case=case).reason is Reason.SAID_NO
    assert judge(replace(HEALTH, subject="housing"), consents=[wide], case=case).goes


def test_an_outright_no_is_named_as_such():
    case = replace(ADULT, stops=frozenset({Stop(MARK, HEALTH_TRUST, frozenset({"health"}), NOON)}))
    assert judge(case=case).reason is Reason.SAID_NO


@pytest.mark.parametrize(
    ("given", "withdrawn_at", "reason"),
    [
        (NOON - 5 * DAY, None, Reason.SAID_NO),
        (NOON - 5 * DAY, NOON - 3 * DAY, Reason.SAID_NO),
        (NOON - 2 * DAY, None, Reason.CONSENT),  # at that very moment, or later: they changed their mind
        (NOON - DAY, None, Reason.CONSENT),
        (NOON - DAY, NOON - DAY / 2, Reason.CONSENT_WITHDRAWN),
        (NOON + DAY, None, Reason.CONSENT_NOT_STARTED),
    ],
)
def test_an_outright_no_beats_an_older_yes_and_yields_to_a_later_one(given, withdrawn_at, reason):
    case = replace(ADULT, stops=frozenset({Stop(MARK, HEALTH_TRUST, frozenset({"health"}), NOON - 2 * DAY)}))
    assert judge(consents=[consent(starts_at=given, withdrawn_at=withdrawn_at)], case=case).reason is reason


def test_a_carers_outright_no_stops_a_young_persons_subject_and_is_named_as_theirs():
    case = replace(YOUNG, stops=frozenset({Stop(PETE, HEALTH_TRUST, frozenset({"health"}), NOON - DAY)}))
    papers = [consent(), consent(51, by=PAM), consent(52, by=PETE)]
    assert judge(consents=papers, case=case).reason is Reason.CARER_SAID_NO
    assert judge(consents=papers[:2], case=case).reason is Reason.CARER_SAID_NO


# --- what stops it whatever it rests on ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "recipient", "reason"),
    [
        (replace(HEALTH, held_back=True), TO_HANA, Reason.HELD_BACK),
        (replace(HEALTH, part=Part.PREPARATION), TO_HANA, Reason.PART_STAYS_INSIDE),
        (replace(HEALTH, part=Part.DEBRIEF), TO_HANA, Reason.PART_STAYS_INSIDE),
        (HEALTH, replace(TO_HANA, seat_ends_at=NOON), Reason.SEAT_ENDED),
        (HEALTH, replace(TO_HANA, seat_starts_at=NOON + DAY), Reason.SEAT_NOT_STARTED),
        (HEALTH, replace(TO_HANA, may_receive=False), Reason.RECIPIENT_STOPPED),
    ],
)
def test_neither_consent_nor_ground_opens_what_is_closed(passage, recipient, reason):
    verdict = judge(passage, recipient, [consent()], [ground()])
    assert (verdict.goes, verdict.reason, verdict.basis) == (False, reason, ())


def test_the_charity_may_let_the_debrief_go():
    standard = SharingStandard(parts_that_may_go=frozenset(Part))
    assert judge(replace(HEALTH, part=Part.DEBRIEF), consents=[consent()], standard=standard).goes


def test_a_lapsed_agreement_blocks_only_where_the_charity_says_so():
    lapsed, blocking = (
        replace(TO_HANA, agreement_in_force=False),
        SharingStandard(lapsed_agreement_blocks=True),
    )
    assert judge(recipient=lapsed, consents=[consent()]).goes
    assert judge(recipient=lapsed, consents=[consent()], standard=blocking).reason is Reason.AGREEMENT_LAPSED
    on_ground = judge(recipient=lapsed, consents=[consent()], grounds=[ground()], standard=blocking)
    assert (on_ground.goes, on_ground.basis) == (True, rests_on(ground()))


def test_a_seat_counts_from_its_very_start():
    assert judge(recipient=replace(TO_HANA, seat_starts_at=NOON), consents=[consent()]).goes


# --- other grounds ---------------------------------------------------------------------------------------


def test_another_ground_carries_without_consent_and_after_withdrawal():
    verdict = judge(consents=[consent(withdrawn_at=NOON - DAY)], grounds=[ground()])
    assert (verdict.goes, verdict.reason, verdict.basis) == (True, Reason.OTHER_GROUND, rests_on(ground()))
    assert not verdict.rests_only_on_consent


def test_consent_and_ground_are_both_named():
    verdict = judge(consents=[consent(), consent(51)], grounds=[ground()])
    assert verdict.reason is Reason.CONSENT_AND_OTHER_GROUND
    assert verdict.basis == rests_on(consent(), consent(51), ground())


def test_half_the_needed_consents_are_not_named_beside_a_ground():
    verdict = judge(consents=[consent()], grounds=[ground()], case=YOUNG)
    assert (verdict.reason, verdict.basis) == (Reason.OTHER_GROUND, rests_on(ground()))


def test_what_it_rests_on_is_named_in_one_order():
    papers = [consent(), consent(51), consent(52)]
    assert judge(consents=papers).basis == judge(consents=papers[::-1]).basis == rests_on(*papers)


@pytest.mark.parametrize(
    "other",
    [
        ground(agency=POLICE),
        ground(to={HUGO}),
        ground(about=("housing",)),
        ground(starts_at=NOON + DAY),
        ground(ends_at=NOON),
    ],
)
def test_a_ground_for_something_else_carries_nothing(other):
    assert not judge(grounds=[other]).goes


# --- a young person --------------------------------------------------------------------------------------


def test_a_young_persons_passage_rests_on_their_own_and_each_required_carers_consent():
    own, pams, petes = consent(), consent(51, by=PAM), consent(52, by=PETE)
    verdict = judge(consents=[petes, own, pams], case=YOUNG)
    assert (verdict.goes, verdict.basis) == (True, rests_on(own, pams, petes))


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ([consent(51, by=PAM), consent(52, by=PETE)], Reason.NO_CONSENT),
        ([consent(), consent(51, by=PAM)], Reason.CARER_HAS_NOT_AGREED),
        ([consent(), consent(51, by=PAM), consent(52, by=PETE, ends_at=NOON)], Reason.CARER_HAS_NOT_AGREED),
        (
            [consent(), consent(51, by=PAM), consent(52, by=PETE, withdrawn_at=NOON)],
            Reason.CARER_HAS_WITHDRAWN,
        ),
    ],
)
def test_one_missing_voice_stops_a_young_persons_subject(papers, reason):
    assert judge(consents=papers, case=YOUNG).reason is reason


def test_unknown_carers_stop_a_young_persons_subject():
    assert judge(consents=[consent()], case=replace(YOUNG, required_carers=None)).reason is (Reason.CARERS_NOT_RECORDED)


@pytest.mark.parametrize(
    ("born_on", "last_needed", "first_alone"),
    [
        # in summer the London day begins at 23:00 UTC
        (date(2007, 6, 2), datetime(2025, 6, 1, 22, 59, tzinfo=UTC), datetime(2025, 6, 1, 23, 0, tzinfo=UTC)),
        (date(2007, 12, 2), datetime(2025, 12, 1, 23, 59, tzinfo=UTC), datetime(2025, 12, 2, tzinfo=UTC)),
        (
            date(2008, 2, 29),
            datetime(2026, 2, 28, 23, 59, tzinfo=UTC),
            datetime(2026, 3, 1, tzinfo=LONDON),
        ),
    ],
)
def test_the_carers_part_ends_on_the_eighteenth_birthday_in_london(born_on, last_needed, first_alone):
    case, papers = replace(YOUNG, born_on=born_on), [consent(starts_at=NOON - 1000 * DAY)]
    seat = replace(TO_HANA, seat_starts_at=NOON - 1000 * DAY)
    found = [judge(recipient=seat, consents=papers, case=case, at=at).goes for at in (last_needed, first_alone)]
    assert found == [False, True]


def test_somebody_under_18_in_an_adult_circle_is_still_a_child():
    case = replace(YOUNG, is_young_person=False)
    assert judge(consents=[consent()], case=case).reason is Reason.CARER_HAS_NOT_AGREED


# --- after a withdrawal ----------------------------------------------------------------------------------


def readable(*basis, consents=(), grounds=(), case=ADULT, at=NOON):
    released = ReleasedPassage(HEALTH_TRUST, "health", rests_on(*basis))
    return still_readable(released=released, consents=consents, grounds=grounds, case=case, at=at)


def test_what_rests_only_on_a_withdrawn_consent_becomes_unreadable_from_that_second():
    withdrawn = consent(withdrawn_at=NOON)
    assert not readable(withdrawn, consents=[withdrawn])
    assert readable(withdrawn, consents=[withdrawn], at=NOON - timedelta(microseconds=1))


def test_what_also_rests_on_a_ground_stays_even_when_the_ground_has_ended():
    withdrawn, ended = consent(withdrawn_at=NOON), ground(ends_at=NOON - DAY)
    assert readable(withdrawn, ended, consents=[withdrawn], grounds=[ended])
    assert not readable(withdrawn, ended, consents=[withdrawn], grounds=[ground(61)])


def test_a_consent_that_only_ended_leaves_what_was_shared():
    ended = consent(ends_at=NOON - DAY)
    assert readable(ended, consents=[ended])


def test_a_consent_withdrawn_after_it_had_ended_takes_back_what_rests_on_it():
    withdrawn = consent(ends_at=NOON - 2 * DAY, withdrawn_at=NOON - DAY)
    assert not readable(withdrawn, consents=[withdrawn])


def test_a_withdrawal_reaches_the_givers_other_consents_in_force_then():
    withdrawn, beside = consent(withdrawn_at=NOON), consent(51)
    ended_before = consent(52, ends_at=NOON - DAY)
    papers = [withdrawn, beside, ended_before]
    assert not readable(withdrawn, beside, consents=papers)
    assert readable(withdrawn, ended_before, consents=papers)


def test_one_carers_withdrawal_closes_a_young_persons_passage_unless_they_were_already_18():
    own, pams = consent(), consent(51, by=PAM, withdrawn_at=NOON - DAY)
    papers = [own, pams]
    assert not readable(own, pams, consents=papers, case=YOUNG)
    turned_18 = replace(YOUNG, born_on=date(2007, 5, 1))
    assert readable(own, pams, consents=papers, case=turned_18)


def test_a_basis_that_cannot_be_found_carries_nothing():
    assert not readable(consent(), consents=[])
    assert not readable(consents=[consent()])
    assert not readable(consent(), consent(51), consents=[consent()])


# --- properties ------------------------------------------------------------------------------------------

GIVERS, AGENCIES, PEOPLE = [MARK, PAM, PETE], [HEALTH_TRUST, POLICE], [HANA, HUGO, OMAR]
SUBJECTS = ["health", "housing", "work"]
moments = st.integers(-6, 6).map(lambda days: NOON + days * DAY)
later_or_never = st.none() | moments
subject_sets = st.frozensets(st.sampled_from(SUBJECTS), max_size=3)
people_sets = st.frozensets(st.sampled_from(PEOPLE), max_size=2)


def papers(build, **more):
    return st.lists(build, max_size=6).map(
        lambda rows: [replace(row, id=uid(more["first"] + number)) for number, row in enumerate(rows)]
    )


consent_lists = papers(
    st.builds(
        ConsentFacts,
        id=st.just(uid(0)),
        given_by=st.sampled_from(GIVERS),
        agency_id=st.sampled_from(AGENCIES),
        professional_ids=people_sets,
        subjects=subject_sets,
        starts_at=moments,
        ends_at=later_or_never,
        withdrawn_at=later_or_never,
    ),
    first=1000,
)
ground_lists = papers(
    st.builds(
        GroundFacts,
        id=st.just(uid(0)),
        kind=st.sampled_from(GroundKind),
        agency_id=st.sampled_from(AGENCIES),
        professional_ids=people_sets,
        subjects=subject_sets,
        starts_at=moments,
        ends_at=later_or_never,
    ),
    first=2000,
)
passage_lists = papers(
    st.builds(
        PassageFacts,
        id=st.just(uid(0)),
        part=st.sampled_from(Part),
        subject=st.sampled_from(SUBJECTS),
        held_back=st.sampled_from([False, False, True]),
    ),
    first=3000,
)
recipients = st.builds(
    RecipientFacts,
    seat_id=st.just(uid(30)),
    professional_id=st.sampled_from(PEOPLE),
    agency_id=st.sampled_from(AGENCIES),
    seat_starts_at=st.just(NOON - 100 * DAY) | moments,
    seat_ends_at=later_or_never,
    agreement_in_force=st.booleans(),
    may_receive=st.sampled_from([True, True, False]),
)
cases = st.builds(
    CaseFacts,
    core_member_id=st.just(MARK),
    is_young_person=st.booleans(),
    born_on=st.sampled_from([None, date(1980, 1, 1), date(2007, 6, 2), date(2012, 1, 1)]),
    required_carers=st.none() | st.frozensets(st.sampled_from([PAM, PETE])),
    stops=st.frozensets(
        st.builds(
            Stop,
            given_by=st.sampled_from(GIVERS),
            agency_id=st.sampled_from(AGENCIES),
            subjects=subject_sets,
            at=moments,
        ),
        max_size=1,
    ),
)
standards = st.builds(
    SharingStandard,
    parts_that_may_go=st.frozensets(st.sampled_from(Part)),
    lapsed_agreement_blocks=st.booleans(),
)
scenes = st.fixed_dictionaries(
    {
        "passages": passage_lists,
        "recipient": recipients,
        "consents": consent_lists,
        "grounds": ground_lists,
        "case": cases,
        "standard": standards,
        "at": moments,
    }
)


def gone(scene, **changed):
    return {verdict.passage_id for verdict in sieve(**(scene | changed)) if verdict.goes}


@given(scenes)
def test_shared_and_withheld_together_are_the_whole_in_order(scene):
    verdicts = sieve(**scene)
    assert [verdict.passage_id for verdict in verdicts] == [passage.id for passage in scene["passages"]]
    assert all(verdict.goes == bool(verdict.basis) for verdict in verdicts)


@given(scenes)
def test_nothing_without_a_ground_is_ever_shared(scene):
    """An independent reading of the rule: each thing that goes is carried by papers that are good today."""
    by_id = {paper.id: paper for paper in [*scene["consents"], *scene["grounds"]]}
    seat, at, subjects = scene["recipient"], scene["at"], {p.id: p.subject for p in scene["passages"]}
    for verdict in sieve(**scene):
        for basis in verdict.basis:
            paper = by_id[basis.id]
            assert paper.agency_id == seat.agency_id
            assert subjects[verdict.passage_id] in paper.subjects
            assert seat.professional_id in (paper.professional_ids or {seat.professional_id})
            assert paper.starts_at <= at < (paper.ends_at or at + DAY)
            assert getattr(paper, "withdrawn_at", None) is None or paper.withdrawn_at > at
        if verdict.rests_only_on_consent:
            assert MARK in {by_id[basis.id].given_by for basis in verdict.basis}


@given(scenes)
def test_with_no_papers_nothing_goes(scene):
    assert gone(scene, consents=[], grounds=[]) == set()


@given(scenes)
def test_a_childs_passage_on_consent_has_every_required_voice(scene):
    case = replace(scene["case"], is_young_person=True, born_on=date(2012, 1, 1))
    voices = {MARK, *(case.required_carers or ())}
    givers = {paper.id: paper.given_by for paper in scene["consents"]}
    for verdict in sieve(**(scene | {"case": case})):
        if verdict.rests_only_on_consent:
            assert case.required_carers is not None
            assert {givers[basis.id] for basis in verdict.basis} == voices


@given(scenes, st.data())
def test_withdrawing_never_adds(scene, data):
    assume(scene["consents"])
    consents = list(scene["consents"])
    which = data.draw(st.integers(0, len(consents) - 1))
    assume(consents[which].withdrawn_at is None)
    consents[which] = replace(consents[which], withdrawn_at=data.draw(moments))
    assert gone(scene, consents=consents) <= gone(scene)


@given(scenes, st.sampled_from([PAM, PETE]))
def test_adding_a_required_carer_never_adds(scene, carer):
    before = replace(scene["case"], required_carers=scene["case"].required_carers or frozenset())
    after = replace(before, required_carers=before.required_carers | {carer})
    assert gone(scene, case=after) <= gone(scene, case=before)


@given(scenes, st.builds(Stop, st.sampled_from(GIVERS), st.sampled_from(AGENCIES), subject_sets, moments))
def test_a_no_never_adds(scene, stop):
    case = replace(scene["case"], stops=scene["case"].stops | {stop})
    assert gone(scene, case=case) <= gone(scene)


@given(scenes, consent_lists, ground_lists)
def test_papers_for_another_agency_never_help_a_recipient(scene, more_consents, more_grounds):
    other = next(agency for agency in AGENCIES if agency != scene["recipient"].agency_id)
    consents = [
        *scene["consents"],
        *(replace(c, agency_id=other, id=uid(c.id.int + 500)) for c in more_consents),
    ]
    grounds = [
        *scene["grounds"],
        *(replace(g, agency_id=other, id=uid(g.id.int + 500)) for g in more_grounds),
    ]
    assert sieve(**(scene | {"consents": consents, "grounds": grounds})) == sieve(**scene)


@given(scenes, st.integers(0, 20))
def test_once_every_paper_has_ended_nothing_ever_goes_again(scene, days):
    consents = [replace(c, ends_at=c.ends_at or NOON + 6 * DAY) for c in scene["consents"]]
    grounds = [replace(g, ends_at=g.ends_at or NOON + 6 * DAY) for g in scene["grounds"]]
    at = NOON + (6 + days) * DAY
    assert gone(scene, consents=consents, grounds=grounds, at=at) == set()


@given(scenes, moments)
def test_an_ended_seat_gets_nothing_then_or_later(scene, at):
    ended = replace(scene["recipient"], seat_ends_at=NOON - 6 * DAY)
    assert gone(scene, recipient=ended, at=at) == set()


@given(scenes, st.randoms(use_true_random=False))
def test_the_order_of_papers_changes_nothing(scene, random):
    shuffled = {name: random.sample(scene[name], len(scene[name])) for name in ("consents", "grounds")}
    assert sieve(**(scene | shuffled)) == sieve(**scene)


@given(scenes)
def test_a_passage_is_judged_alone(scene):
    alone = [sieve(**(scene | {"passages": [passage]}))[0] for passage in scene["passages"]]
    assert list(sieve(**scene)) == alone


@given(scenes, st.integers(0, 12))
def test_what_was_released_stays_readable_exactly_until_a_withdrawal(scene, days):
    """Read at the moment of release everything can be read; once closed it never opens again."""
    subjects = {passage.id: passage.subject for passage in scene["passages"]}
    papers = {name: scene[name] for name in ("consents", "grounds", "case")}
    for verdict in sieve(**scene):
        if not verdict.goes:
            continue
        released = ReleasedPassage(scene["recipient"].agency_id, subjects[verdict.passage_id], verdict.basis)
        readings = [still_readable(released=released, **papers, at=scene["at"] + n * DAY) for n in range(days + 1)]
        assert readings[0]
        assert readings == sorted(readings, reverse=True)
        if any(basis.kind is BasisKind.GROUND for basis in verdict.basis):
            assert all(readings)


def test_every_reason_has_a_plain_sentence():
    sentences = [reason.sentence for reason in Reason]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)
