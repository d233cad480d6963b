"""A paper noted by mistake is taken back by a row of its own: it counts no more, stays, and is noted rightly again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.utils import DatabaseError

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.readiness.actions.noting import note_paper, take_paper_back
from encircle.rooms.readiness.models import Paper, PaperTakenBack
from encircle.rooms.readiness.queries import paper_row
from encircle.rooms.readiness.vocabulary import Condition, Mistaken
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .test_gate import ask, plain_seat, seat, wren

DAY = date(2020, 3, 1)


def noted(cast, volunteer, dated_on=DAY, condition=Condition.INTERVIEW):
    id = new_id()
    with acting(cast.cora) as cora:
        note_paper(volunteer, condition, dated_on=dated_on, id=id, by=cora, at=cora.now)
    return id


def taken_back(cast, paper_id, who="cora"):
    with acting(cast.users[who]) as actor:
        row = paper_row(paper_id)
        take_paper_back(row, Mistaken.ANOTHER_DAY, id=new_id(), by=actor, at=actor.now)


def test_what_is_taken_back_counts_no_more_and_is_noted_rightly_again(db):
    cast = plant_cast()
    ask("adult", "interview")
    volunteer = wren(cast)
    first = noted(cast, volunteer)
    taken_back(cast, first)
    with pytest.raises(Invalid, match="an interview that went well"):
        seat(cast, volunteer)
    with pytest.raises(IntegrityError, match="not ready"):
        plain_seat(cast, volunteer)
    second = noted(cast, volunteer, DAY + timedelta(days=1))
    seat(cast, volunteer)
    taken_back(cast, second)
    third = noted(cast, volunteer)
    with as_owner():
        rows = {one.pk: one for one in Paper.objects.select_related("follows")}
        assert set(rows) == {first, second, third}
        chain = [rows[one].follows.paper_id if rows[one].follows else None for one in (first, second, third)]
        assert chain == [None, first, second]
        assert Entry.objects.filter(item_type="readiness.papertakenback", actor_id=cast.cora.pk).count() == 2


def test_no_two_that_count_stand_side_by_side(db):
    cast = plant_cast()
    volunteer = wren(cast)
    first = noted(cast, volunteer)
    with pytest.raises(Invalid):
        noted(cast, volunteer)
    taken_back(cast, first)
    noted(cast, volunteer)
    with pytest.raises(Invalid):
        noted(cast, volunteer)
    noted(cast, volunteer, condition=Condition.REFERENCES)
    with as_owner():
        back = PaperTakenBack.objects.get()

    def follow(condition):
        with acting(cast.cora) as cora:
            row = Paper(volunteer=volunteer, area=volunteer.area, condition=condition, dated_on=DAY, by=cast.cora)
            row.at, row.follows = cora.now, back
            Paper.objects.bulk_create([row])

    with pytest.raises(DatabaseError):  # of another condition
        follow("references")
    with pytest.raises(IntegrityError):  # followed already
        follow("interview")


def test_taken_back_once_by_those_who_may_note_and_never_edited(db):
    cast = plant_cast()
    volunteer = wren(cast)
    paper = noted(cast, volunteer)
    with pytest.raises((NotFound, NotAllowed)):
        taken_back(cast, paper, who="colin")
    with pytest.raises((NotFound, NotAllowed)):
        taken_back(cast, paper, who="vera")
    taken_back(cast, paper, who="cleo")
    with pytest.raises(NotFound):
        taken_back(cast, paper)
    with pytest.raises(DatabaseError), acting(cast.cora):
        PaperTakenBack.objects.update(because="not_seen")
    with pytest.raises(DatabaseError), acting(cast.cora):
        Paper.objects.filter(pk=paper).delete()
