"""Addresses of training and the assessment centre."""

from django.urls import URLPattern, URLResolver, path

from encircle.doors.answering.scoring import Mount, score_in

from . import training, training_paper, training_plan, training_scores, training_steps
from .guard import for_staff

SCORING = Mount(for_staff, "casework:training")
_EVENT = "people/training/<uuid:training_id>/"
_VOLUNTEER = "people/volunteers/<uuid:volunteer_id>/training/"
_INVITED = "people/training/invitations/<uuid:training_invitation_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("people/training/", training.training, name="training"),
    path("people/training/new", training_steps.training_new, name="training_new"),
    path(_EVENT, training.training_event, name="training_event"),
    path(f"{_EVENT}invitations", training_steps.training_invite, name="training_invite"),
    path(f"{_EVENT}attendance", training_steps.training_attendance, name="training_attendance"),
    path(f"{_EVENT}trainers", training_steps.training_trainers, name="training_trainers"),
    path(f"{_EVENT}assessors", training_steps.training_assessors, name="training_assessors"),
    path(f"{_EVENT}plan", training_plan.training_plan, name="training_plan"),
    path(f"{_EVENT}sheets", training_paper.training_sheets, name="training_sheets"),
    path(f"{_EVENT}cancellation", training_steps.training_cancellation, name="training_cancellation"),
    path(f"{_INVITED}answer", training_steps.training_reply, name="training_reply"),
    path(f"{_INVITED}scores", training_scores.training_scores, name="training_scores"),
    path(f"{_INVITED}known", training_paper.training_knows, name="training_knows"),
    path("people/training/scores/<uuid:assignment_id>", score_in(SCORING), name="training_score"),
    path("people/training/scores/<uuid:assignment_id>/paper", training_paper.training_keyed, name="training_keyed"),
    path(_VOLUNTEER, training.volunteer_training, name="volunteer_training"),
    path(f"{_VOLUNTEER}course", training_steps.course_done, name="course_done"),
    path(f"{_VOLUNTEER}before", training_steps.training_before, name="training_before"),
    path(f"{_VOLUNTEER}trains", training_steps.training_may_train, name="training_may_train"),
]
