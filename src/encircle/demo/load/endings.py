"""Circles that have ended: whose decision it was, what everybody said, the report, and what was found out since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Model

from encircle.common.clock import in_london, months_after
from encircle.rooms.circles.models import EndingWords
from encircle.rooms.endings import models
from encircle.rooms.endings.vocabulary import Asks
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.outcomes.models import Check, CheckWords, Circumstances, Event

from ..chance import chance, pick
from ..days import DAY
from ..plan import CharityPlan, shapes
from ..plan.goals import Goal, goals_of
from ..words import endings as said
from .goals import goal_id
from .keys import Keys
from .reviews import held_in

OWED = "a4"  # a year has passed since it began and nobody has looked: the follow-up is due
RESPONDENTS = {"volunteer": Respondent.VOLUNTEER, "outer_circle": Respondent.PROFESSIONAL}
COLUMNS = {"volunteer": "volunteer_id", "outer_circle": "professional_id", "core_member": "core_member_id"}
KINDS = {"volunteer": "volunteer", "outer_circle": "professional", "core_member": "core member"}
CODES = ("agree_much", "agree", "agree", "agree", "neither", "disagree", "not_said")


@dataclass(frozen=True)
class Asked:
    """One person of one Circle that has ended, and when their answers came, if they did."""

    key: str
    circle: shapes.Circle
    respondent: Respondent
    easy_read: bool
    person: dict[str, object]
    asked_at: datetime
    came_at: datetime | None
    words: str
    user: UUID | None
    is_screened: bool


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    ended = [(circle, circle.ending) for circle in plan.circles if circle.ending]
    sets = {(one.respondent, one.easy_read): one for one in _sets()}
    asked = [one for number, (circle, ending) in enumerate(ended) for one in _asked(plan, circle, ending, number, keys)]
    yield (_words(circle, keys) for circle, ending in ended)
    yield (_questionnaire(one, sets, keys) for one in asked)
    back = [one for one in asked if one.came_at is not None]
    yield (_return(one, keys) for one in back)
    answers = [(one, question) for one in back for question in sets[one.respondent, one.easy_read].asked]
    yield (_answer(one, question, plan, keys) for one, question in answers if question.asks != Asks.WORDS)
    written = [(one, question) for one, question in answers if one.words and question.code == "better"]
    yield (models.AnswerWords(**_answer_of("words", one, question, keys), text=one.words) for one, question in written)
    screened = [(one, question) for one, question in written if one.is_screened]
    yield (_screener(one, keys) for one, _ in screened)
    yield (_screening(one, keys) for one, _ in screened)
    yield (
        models.ScreenedWords(**_answer_of("screened", one, question, keys), text=one.words)
        for one, question in screened
    )
    yield from _reports(plan, ended, keys)
    yield from _outcomes(plan, keys)


@dataclass(frozen=True)
class AskedSet:
    respondent: Respondent
    easy_read: bool
    id: UUID
    asked: list[models.Question]


def _sets() -> list[AskedSet]:
    """The migrations ship them; an emptied database of a test ships them anew."""
    from encircle.common.clock import system_now
    from encircle.rooms.endings.shipped import ship_questions

    ship_questions(models.QuestionSet, models.Question, system_now())
    return [
        AskedSet(Respondent(one.respondent), one.easy_read, one.pk, list(one.questions.all()))
        for one in models.QuestionSet.objects.prefetch_related("questions")
    ]


def _asked(plan: CharityPlan, circle: shapes.Circle, ending: shapes.Ending, number: int, keys: Keys) -> Iterator[Asked]:
    """Everybody but for whom a Circle ended yesterday: nobody was asked yet."""
    asked_at = ending.at + 1 * DAY
    if asked_at > plan.now:
        return
    seen = set()
    for seat in plan.seats:
        if seat.circle != circle.key or seat.part not in COLUMNS or (seat.part, seat.person) in seen:
            continue
        seen.add((seat.part, seat.person))
        rng = chance(plan.seed, "questionnaire", circle.key, seat.person)
        came_at = asked_at + timedelta(days=rng.randint(2, 20), minutes=rng.randint(0, 500))
        came = came_at if rng.random() < 0.65 and came_at < plan.now else None
        respondent = RESPONDENTS.get(seat.part, Respondent.CORE_MEMBER)
        yield Asked(
            key=f"{circle.key}/{seat.part}/{seat.person}", circle=circle, respondent=respondent,
            easy_read=circle.kind == "adapted" and respondent is Respondent.CORE_MEMBER,
            person={COLUMNS[seat.part]: keys.often(KINDS[seat.part], seat.person)}, asked_at=asked_at, came_at=came,
            words=pick(rng, said.BETTER) if came and rng.random() < 0.5 else "",
            user=keys.user_or_none(seat.person) if seat.part != "core_member" else None,
            is_screened=number % 3 != 0,
        )  # fmt: skip


def _words(circle: shapes.Circle, keys: Keys) -> EndingWords:
    of = keys.of_circle(circle.key)
    text = said.WHY.get(circle.ending.reason if circle.ending else "", said.WHY["other"])
    return EndingWords(id=keys("ending words", circle.key), ending_id=of["circle_id"], text=text, **of)


def _questionnaire(one: Asked, sets: dict[tuple[Respondent, bool], AskedSet], keys: Keys) -> models.Questionnaire:
    return models.Questionnaire(
        id=keys("questionnaire", one.key), **keys.of_circle(one.circle.key), circle_reference=one.circle.reference,
        respondent=one.respondent, question_set_id=sets[one.respondent, one.easy_read].id, asked_at=one.asked_at,
        asked_by_id=keys.user(one.circle.coordinator), **one.person,
    )  # fmt: skip


def _of(one: Asked, keys: Keys) -> dict[str, object]:
    return {"questionnaire_id": keys("questionnaire", one.key), **keys.of_circle(one.circle.key)}


def _came(one: Asked) -> datetime:
    assert one.came_at is not None  # noqa: S101 (the caller has looked)
    return one.came_at


def _return(one: Asked, keys: Keys) -> models.Return:
    by = one.user or (keys.user(one.circle.coordinator) if one.respondent is Respondent.CORE_MEMBER else None)
    channel = "signed_in" if one.user else "paper" if by else "link"
    return models.Return(
        **_of(one, keys), channel=channel, answered_on=in_london(_came(one)).date(), received_at=_came(one),
        with_words=bool(one.words), by_id=by,
    )  # fmt: skip


def _answer_of(kind: str, one: Asked, question: models.Question, keys: Keys) -> dict[str, object]:
    return {"id": keys(f"answer {kind}", f"{one.key}/{question.code}"), "question_id": question.pk, **_of(one, keys)}


def _answer(one: Asked, question: models.Question, plan: CharityPlan, keys: Keys) -> models.Answer:
    rng = chance(plan.seed, "answer", one.key, question.code)
    code = pick(rng, CODES if question.asks == Asks.AGREEMENT else ("yes", "yes", "yes", "partly", "no"))
    return models.Answer(**_answer_of("code", one, question, keys), code=code)


def _screener(one: Asked, keys: Keys) -> models.Screener:
    who, at = keys.user(one.circle.coordinator), _came(one)
    return models.Screener(id=keys("screener", one.key), **_of(one, keys), user_id=who, named_at=at, named_by_id=who)


def _screening(one: Asked, keys: Keys) -> models.Screening:
    return models.Screening(
        **_of(one, keys),
        screened_at=_came(one) + timedelta(minutes=5),
        screened_by_id=keys.user(one.circle.coordinator),
    )


# --- reports: approved for most, waiting for one, not written yet for the newest ---


def _reports(
    plan: CharityPlan, ended: list[tuple[shapes.Circle, shapes.Ending]], keys: Keys
) -> Iterator[Iterable[Model]]:
    """Of those that ended a week ago or more; every third is still to be approved."""
    written = [(circle, ending.at + 6 * DAY) for circle, ending in ended if ending.at + 7 * DAY < plan.now]
    yield (version(plan, circle, at, keys) for circle, at in written)
    goals = goals_by_circle(plan)
    yield (_passage(circle, one, keys) for circle, _ in written for one in words_of(circle, goals[circle.key], keys))
    yield (
        models.ReportApproval(
            version_id=keys("report", circle.key), **keys.of_circle(circle.key), approved_at=at + timedelta(hours=3),
            approved_by_id=keys.user(circle.coordinator),
        )
        for number, (circle, at) in enumerate(written)
        if number % 3 != 2
    )  # fmt: skip


def version(plan: CharityPlan, circle: shapes.Circle, at: datetime, keys: Keys) -> models.ReportVersion:
    own = [one for one in plan.meetings if one.circle == circle.key]
    held = [one for one in own if one.outcome in ("held", "stopped_early")]
    raised = [one.urgency for one in plan.concerns if one.circle == circle.key and not one.about]
    return models.ReportVersion(
        id=keys("report", circle.key), **keys.of_circle(circle.key), number=1, written_at=at,
        written_by_id=keys.user(circle.coordinator), meetings_planned=sum(one.cancellation is None for one in own),
        meetings_held=len(held),
        core_member_came=len(held), volunteers_came=3 * len(held), reviews_held=held_in(plan, circle),
        concerns_imminent=raised.count("imminent"), concerns_serious=raised.count("serious"),
        concerns_other=raised.count("other"),
    )  # fmt: skip


@dataclass(frozen=True)
class Words:
    """One passage of a report; `key` is what its id is made of."""

    position: int
    key: str
    part: str
    topic: str
    heading: str
    text: str
    outcome: str = ""
    goal_id: UUID | None = None


def goals_by_circle(plan: CharityPlan) -> defaultdict[str, list[Goal]]:
    found: defaultdict[str, list[Goal]] = defaultdict(list)
    for each in goals_of(plan):
        found[each.circle].append(each)
    return found


def words_of(circle: shapes.Circle, goals: Iterable[Goal], keys: Keys) -> list[Words]:
    """In short, and each goal with how it ended."""
    how = "completed" if circle.ending and circle.ending.reason == "completed" else "early"
    return [Words(1, circle.key, "summary", "thoughts", "", said.SUMMARY[how]), *(_goal(each, keys) for each in goals)]


def _goal(each: Goal, keys: Keys) -> Words:
    outcome = next((p.kind for p in each.progress if p.kind in said.GOALS), "partly_met")
    return Words(
        each.number + 1, each.key, "goal", "goals", each.wordings[-1][0], said.GOALS[outcome], outcome,
        goal_id(each, keys),
    )  # fmt: skip


def passage_id(one: Words, keys: Keys) -> UUID:
    return keys(f"report {one.part}", one.key)


def _passage(circle: shapes.Circle, one: Words, keys: Keys) -> models.ReportPassage:
    return models.ReportPassage(
        id=passage_id(one, keys), version_id=keys("report", circle.key), position=one.position, part=one.part,
        topic_id=one.topic, heading=one.heading, text=one.text, outcome=one.outcome, goal_id=one.goal_id,
        **keys.of_circle(circle.key),
    )  # fmt: skip


# --- what was found out ---


def _outcomes(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Circumstances at the start of most; a check a year after it of most whose day has come: the others are due."""
    begun = [circle for circle in plan.circles if circle.starts_at and circle.starts_at < plan.now]
    yield (_circumstances(plan, circle, keys) for circle in begun)
    checked = [
        (circle, chance(plan.seed, "check", circle.key))
        for circle in begun
        if _a_year_on(circle) <= in_london(plan.now).date() and circle.key != OWED
    ]
    looked = [(circle, rng) for circle, rng in checked if rng.random() < 0.6]
    yield (_check(circle, number, keys) for number, (circle, _) in enumerate(looked))
    yield (
        Event(
            id=keys("check event", circle.key), check_of_id=keys("check", circle.key), kind="breach", nature="other",
            **keys.of_circle(circle.key),
        )
        for number, (circle, _) in enumerate(looked)
        if _found(number)
    )  # fmt: skip
    yield (
        CheckWords(
            id=keys("check words", circle.key), check_of_id=keys("check", circle.key), text=said.CHECKED,
            **keys.of_circle(circle.key),
        )
        for circle, _ in looked
    )  # fmt: skip


def _found(number: int) -> bool:
    return number % 4 == 1


def _a_year_on(circle: shapes.Circle):  # type: ignore[no-untyped-def]
    assert circle.starts_at is not None  # noqa: S101 (the caller has looked)
    return months_after(in_london(circle.starts_at).date(), 12)


def _about(circle: shapes.Circle, at: datetime, keys: Keys) -> dict[str, object]:
    return {
        "core_member_id": keys.often("core member", circle.core_member), **keys.of_circle(circle.key),
        "recorded_at": at, "recorded_by_id": keys.user(circle.coordinator),
    }  # fmt: skip


def _check(circle: shapes.Circle, number: int, keys: Keys) -> Check:
    day = _a_year_on(circle)
    assert circle.starts_at is not None  # noqa: S101 (the caller has looked)
    return Check(
        id=keys("check", circle.key), since="start", months=12, source="police", evidence="confirmed",
        searched_from=in_london(circle.starts_at).date(), searched_to=day, checked_on=day,
        found_nothing=not _found(number), notification="kept" if not _found(number) else "not_kept",
        **_about(circle, circle.starts_at + 366 * DAY, keys),
    )  # fmt: skip


def _circumstances(plan: CharityPlan, circle: shapes.Circle, keys: Keys) -> Circumstances:
    assert circle.starts_at is not None  # noqa: S101 (the caller has looked)
    rng: Random = chance(plan.seed, "circumstances", circle.key)
    return Circumstances(
        id=keys("circumstances", circle.key), since="start", months=0, as_of=in_london(circle.starts_at).date(),
        housing=pick(rng, ("own", "supported", "approved", "family", "not_known")),
        work=pick(rng, ("looking", "unable", "part", "unpaid", "not_known")),
        relationship=pick(rng, ("partner", "no_partner", "no_partner", "not_known")),
        benefits=pick(rng, ("yes", "yes", "no", "not_known")),
        **_about(circle, circle.starts_at, keys),
    )  # fmt: skip
