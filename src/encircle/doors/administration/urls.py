"""Addresses of the administration door: /administration/."""

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from . import appointments, changes, criteria, home, importing, people, settings, standard


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "administration"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("people/", people.people, name="people"),
    path("people/invitation", people.invitation, name="invitation"),
    path("people/<uuid:user_id>/", people.one_person, name="person"),
    path("people/<uuid:user_id>/invitation", people.invitation_again, name="invitation_again"),
    path("people/<uuid:user_id>/invitation/withdrawal", people.invitation_withdrawal, name="invitation_withdrawal"),
    path("people/<uuid:user_id>/suspension", people.suspension, name="suspension"),
    path("people/<uuid:user_id>/restoration", people.restoration, name="restoration"),
    path("people/<uuid:user_id>/change", people.change, name="change"),
    path("people/<uuid:user_id>/appointment", appointments.appointment, name="appointment"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<uuid:change_id>/", changes.change, name="account_change"),
    path("changes/<uuid:change_id>/approval", changes.approval, name="change_approval"),
    path("changes/<uuid:change_id>/refusal", changes.refusal, name="change_refusal"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/covering", appointments.covering, name="covering"),
    path("appointments/<uuid:appointment_id>/end", appointments.appointment_end, name="appointment_end"),
    path("roles/", appointments.roles, name="roles"),
    path("settings/", settings.settings, name="settings"),
    path("settings/look", settings.look, name="look"),
    path("settings/sharing", settings.sharing, name="sharing"),
    path("settings/idle", settings.idle, name="idle"),
    path("areas/", settings.areas, name="areas"),
    path("areas/new", settings.area_new, name="area_new"),
    path("areas/<uuid:area_id>/", settings.area, name="area"),
    path("topics/", settings.topics, name="topics"),
    path("topics/new", settings.topic_new, name="topic_new"),
    path("topics/<slug:code>/", settings.topic, name="topic"),
    path("topics/<slug:code>/retirement", settings.topic_retirement, name="topic_retirement"),
    path("topics/<slug:code>/return", settings.topic_return, name="topic_return"),
    path("topics/<slug:code>/place", settings.topic_place, name="topic_place"),
    path("closure-days/", settings.closure_days, name="closure_days"),
    path("closure-days/<day:day>/removal", settings.closure_day_removal, name="closure_day_removal"),
    path("standard/", standard.standard, name="standard"),
    path("standard/new", standard.standard_new, name="standard_new"),
    path("standard/kinds/<slug:kind>", standard.kind_standard, name="kind_standard"),
    path("criteria/", criteria.criteria, name="criteria"),
    path("criteria/new", criteria.criterion_new, name="criterion_new"),
    path("criteria/<uuid:criterion_id>/ending", criteria.criterion_ending, name="criterion_ending"),
    path("imports/", importing.imports, name="imports"),
    path("imports/template", importing.import_template, name="import_template"),
    path("imports/gaps", importing.gaps, name="gaps"),
    path("imports/<uuid:run_id>/", importing.one_import, name="import"),
    path("imports/<uuid:run_id>/confirmation", importing.import_confirmation, name="import_confirmation"),
    path("imports/<uuid:run_id>/removal", importing.import_removal, name="import_removal"),
    path("imports/<uuid:run_id>/answer", importing.import_answer, name="import_answer"),
]
