"""Reads about endings: the planned end of Circles, who was asked and what came back, and the report's versions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.common.small_numbers import Counted, counted
from encircle.foundations.access.actor import names_of
from encircle.rooms.circles.models import Circle, Ending, Pause, Phase
from encircle.rooms.circles.vocabulary import PhaseName
from encircle.rooms.organisation.queries import kind_standards
from encircle.rooms.organisation.vocabulary import Respondent

from .models import (
    Answer,
    AnswerWords,
    PlannedEnd,
    Question,
    Questionnaire,
    QuestionnaireChase,
    QuestionnaireLink,
    QuestionSet,
    Return,
    ScreenedWords,
    Screening,
)
from .policy import Moved, Stretch, is_letter_due, planned_end
from .vocabulary import CODES, RESPONDENT_WORDS, Asks, MovedBecause

# --- the planned end ---


def planned_ends(circle_ids: Collection[UUID], at: datetime) -> dict[UUID, date | None]:
    """The day each Circle is planned to end: five reads, however many. Those that have ended are absent."""
    today = in_london(at).date()
    over = set(Ending.objects.filter(circle__in=circle_ids, ended_at__lte=at).values_list("circle", flat=True))
    circles = Circle.objects.filter(pk__in=set(circle_ids) - over).values_list("pk", "kind")
    began, standards = began_on(circle_ids), kind_standards(today)
    moved, pauses = _moved(circle_ids), _pauses(circle_ids)
    return {
        pk: planned_end(
            began.get(pk), standards[kind].months if kind in standards else 12, pauses[pk], moved.get(pk), today
        )
        for pk, kind in circles
    }


def began_on(circle_ids: Collection[UUID]) -> dict[UUID, date]:
    """The first day after forming."""
    phases = Phase.objects.filter(circle__in=circle_ids).exclude(name=PhaseName.FORMING)
    found = phases.values_list("circle").annotate(first=Min("starts_at"))
    return {circle_id: in_london(first).date() for circle_id, first in found}


def _moved(circle_ids: Collection[UUID]) -> dict[UUID, Moved]:
    rows = PlannedEnd.objects.filter(circle__in=circle_ids).order_by("recorded_at", "pk")
    return {row.circle_id: Moved(row.ends_on, in_london(row.recorded_at).date()) for row in rows}


def _pauses(circle_ids: Collection[UUID]) -> defaultdict[UUID, list[Stretch]]:
    found: defaultdict[UUID, list[Stretch]] = defaultdict(list)
    for pause in Pause.objects.filter(circle__in=circle_ids):
        last = in_london(pause.ends_at).date() if pause.ends_at else None
        found[pause.circle_id].append(Stretch(in_london(pause.starts_at).date(), last))
    return found


@dataclass(frozen=True)
class MoveLine:
    ends_on: date
    because: MovedBecause
    recorded_at: datetime
    by: str


def moves_of(circle_id: UUID) -> list[MoveLine]:
    """Every day that was set, the newest first."""
    rows = list(PlannedEnd.objects.filter(circle=circle_id).order_by("-recorded_at", "-pk"))
    names = names_of(row.recorded_by_id for row in rows)
    return [
        MoveLine(row.ends_on, MovedBecause(row.because), row.recorded_at, names.get(row.recorded_by_id, ""))
        for row in rows
    ]


# --- questions ---


def newest_set(respondent: str, *, easy_read: bool) -> QuestionSet | None:
    """What is asked now. Without a set in easy read, the plain one."""
    sets = QuestionSet.objects.filter(respondent=respondent).order_by("-number")
    return (sets.filter(easy_read=True).first() if easy_read else None) or sets.filter(easy_read=False).first()


def questions_of(question_set_id: UUID) -> list[Question]:
    return list(Question.objects.filter(question_set=question_set_id).order_by("position"))


# --- who was asked, and what came back ---


@dataclass(frozen=True)
class Asked:
    """One questionnaire as a line of a list. `name` is empty where the reader may put no name to it."""

    row: Questionnaire
    name: str
    came_back: Return | None
    login: UUID | None
    is_screened: bool
    reminders: int = 0
    letter_at: datetime | None = None  # when the newest letter or personal address was made

    @property
    def needs_letters(self) -> bool:
        """Whether nothing but a letter reaches them."""
        return self.came_back is None and self.login is None

    def is_letter_due(self, after_days: Iterable[int], at: datetime) -> bool:
        made = in_london(self.letter_at).date() if self.letter_at else None
        asked = in_london(self.row.asked_at).date()
        return self.needs_letters and is_letter_due(asked, after_days, made, in_london(at).date())

    @property
    def respondent(self) -> Respondent:
        return Respondent(self.row.respondent)

    @property
    def respondent_words(self) -> str:
        return RESPONDENT_WORDS[self.respondent]

    @property
    def to_screen(self) -> bool:
        return self.came_back is not None and self.came_back.with_words and not self.is_screened


def asked_of(circle_id: UUID) -> list[Asked]:
    rows = Questionnaire.objects.filter(circle=circle_id).order_by("asked_at", "respondent", "pk")
    return described(rows)


def described(rows: QuerySet[Questionnaire]) -> list[Asked]:
    """Five reads, however many."""
    ids = [row.pk for row in rows]
    listed = Questionnaire.objects.filter(pk__in=ids).select_related("professional__agency", "volunteer", "core_member")
    back = {one.questionnaire_id: one for one in Return.objects.filter(questionnaire__in=ids)}
    screened = set(Screening.objects.filter(questionnaire__in=ids).values_list("questionnaire", flat=True))
    chased = QuestionnaireChase.objects.filter(questionnaire__in=ids).values_list("questionnaire")
    reminders = dict(chased.annotate(Count("pk")))
    links = QuestionnaireLink.objects.filter(questionnaire__in=ids).values_list("questionnaire")
    letters = dict(links.annotate(Max("made_at")))
    return [
        Asked(
            row,
            name_of(row),
            back.get(row.pk),
            login_of(row),
            row.pk in screened,
            reminders.get(row.pk, 0),
            letters.get(row.pk),
        )
        for row in listed.order_by("asked_at", "respondent", "pk")
    ]


def asked_one(questionnaire_id: UUID) -> Asked:
    """Raises NotFound."""
    found = described(Questionnaire.objects.filter(pk=questionnaire_id))
    if not found:
        raise NotFound()
    return found[0]


def name_of(row: Questionnaire) -> str:
    if row.professional is not None:
        return f"{row.professional.name}, {row.professional.agency.name}"
    if row.volunteer is not None:
        return row.volunteer.full_name
    return row.core_member.known_as if row.core_member is not None else ""


def login_of(row: Questionnaire) -> UUID | None:
    """Who signs in answers inside."""
    person = row.professional or row.volunteer or row.core_member
    return person.user_id if person is not None else None


@dataclass(frozen=True)
class Given:
    """One question and what was answered, in words fit to show."""

    question: Question
    said: str = ""  # the words of a code
    text: str = ""


def answers_of(asked: Asked) -> list[Given]:
    """The screened words are read under the receipt of `open_questionnaire`: without it there are none."""
    codes = dict(Answer.objects.filter(questionnaire=asked.row).values_list("question", "code"))
    words = dict(ScreenedWords.objects.filter(questionnaire=asked.row).values_list("question", "text"))
    return [
        Given(one, said_as(one, codes[one.pk]) if one.pk in codes else "", words.get(one.pk, ""))
        for one in questions_of(asked.row.question_set_id)
    ]


def said_as(question: Question, code: str) -> str:
    return CODES.get(question.asks, {}).get(code, "")


def words_to_screen(questionnaire_id: UUID) -> list[tuple[Question, str]]:
    """What was written, as it was written: for the named person under their receipt; for anybody else, nothing."""
    rows = AnswerWords.objects.filter(questionnaire=questionnaire_id).select_related("question")
    return [(row.question, row.text) for row in rows.order_by("question__position")]


# --- numbers across Circles ---


@dataclass(frozen=True)
class QuestionCounts:
    words: str
    asks: Asks
    counts: Counted


@dataclass(frozen=True)
class SetCounts:
    respondent: Respondent
    sent: int
    came_back: int
    questions: list[QuestionCounts] = field(default_factory=list)


def numbers_by_question(respondent: Respondent, *, smallest: int = 1, circle_id: UUID | None = None) -> SetCounts:
    """How often each answer was given, by question, over every version that asked it: three reads.

    Of one Circle the staff see who answered what anyhow; across Circles the standard's `smallest` is shown.
    """
    wanted = {"questionnaire__respondent": respondent} | ({"circle": circle_id} if circle_id else {})
    rows = Answer.objects.filter(**wanted).values_list("question__code", "code").annotate(Count("pk"))
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for question, code, count in rows.order_by():
        numbers[question][code] = count
    asked = Questionnaire.objects.filter(respondent=respondent, **({"circle": circle_id} if circle_id else {}))
    total = asked.aggregate(sent=Count("pk"), back=Count("came_back"))
    questions = [
        QuestionCounts(one.words, Asks(one.asks), _all_codes(one, numbers.get(one.code, {}), smallest))
        for one in _asked_ever(respondent)
        if one.asks != Asks.WORDS
    ]
    return SetCounts(respondent, total["sent"], total["back"], questions)


def _all_codes(question: Question, numbers: dict[str, int], smallest: int) -> Counted:
    return counted({code: numbers.get(code, 0) for code in CODES[question.asks]}, smallest=smallest)


def _asked_ever(respondent: Respondent) -> list[Question]:
    """Each question once by its code and the way it is asked, in its newest words."""
    rows = Question.objects.filter(question_set__respondent=respondent, question_set__easy_read=False)
    newest = {one.code: one for one in rows.order_by("question_set__number", "position")}
    return sorted(newest.values(), key=lambda one: one.position)
