"""Addresses of this door. What is said about one Circle stands under the Circle; verbs are nouns."""

from django.urls import URLPattern, URLResolver, path

from encircle.design import addresses as addresses  # the converter `day`

from . import (
    agencies,
    circles,
    core_members,
    course,
    goals,
    home,
    looked,
    meetings,
    minutes,
    opening,
    paper,
    people,
    replanning,
    seats,
    timeline,
    urls_briefings,
    urls_coming_in,
    urls_concerns,
    urls_documents,
    urls_due,
    urls_endings,
    urls_joining,
    urls_partners,
    urls_reviews,
    urls_search,
    urls_sharing,
)

app_name = "casework"

CIRCLES: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("waiting/<slug:slug>/", home.waiting, name="waiting"),
    path("circles/", circles.circles, name="circles"),
    path("circles/new/", opening.new_circle, name="new_circle"),
    path("circles/<uuid:circle_id>/", circles.circle, name="circle"),
    path("circles/<uuid:circle_id>/details", circles.details, name="circle_details"),
    path("circles/<uuid:circle_id>/course/", course.course, name="circle_course"),
    path("circles/<uuid:circle_id>/phase", replanning.phase, name="circle_phase"),
    path("circles/<uuid:circle_id>/pause", course.pause, name="circle_pause"),
    path("circles/<uuid:circle_id>/return-date", course.return_date, name="circle_return_date"),
    path("circles/<uuid:circle_id>/resumption", course.resumption, name="circle_resumption"),
    path("circles/<uuid:circle_id>/release-date", replanning.release_date, name="circle_release_date"),
    path("circles/phases/<uuid:phase_id>/", course.one_phase, name="phase"),
    path("circles/pauses/<uuid:pause_id>/", course.one_pause, name="pause"),
    path("circles/<uuid:circle_id>/ending", circles.ending, name="circle_ending"),
    path("circles/<uuid:circle_id>/seats/", seats.seats, name="seats"),
    path("circles/<uuid:circle_id>/seats/volunteer", seats.new_volunteer, name="new_volunteer_seat"),
    path("circles/<uuid:circle_id>/seats/professional", seats.new_professional, name="new_professional_seat"),
    path("circles/<uuid:circle_id>/seats/coordinator", seats.new_coordinator, name="new_coordinator_seat"),
    path("circles/<uuid:circle_id>/seats/core-member", seats.new_core_member, name="new_core_member_seat"),
    path("circles/<uuid:circle_id>/timeline/", timeline.timeline, name="timeline"),
    path("circles/<uuid:circle_id>/timeline/<day:day>/", timeline.timeline_day, name="timeline_day"),
    path("circles/<uuid:circle_id>/looked/", looked.looked, name="looked"),
    path("seats/<uuid:seat_id>/ending", seats.seat_ending, name="seat_ending"),
    path("seats/<uuid:seat_id>/successor", seats.seat_successor, name="seat_successor"),
    path("seats/<uuid:seat_id>/earlier-meetings", seats.seat_earlier, name="seat_earlier"),
]

GOALS: list[URLPattern | URLResolver] = [
    path("circles/<uuid:circle_id>/goals/", goals.goals, name="goals"),
    path("circles/<uuid:circle_id>/goals/new", goals.new_goal, name="new_goal"),
    path("circles/goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("circles/goals/<uuid:goal_id>/wording", goals.wording, name="goal_wording"),
    path("circles/goals/<uuid:goal_id>/steps", goals.step_new, name="goal_step"),
    path("circles/goals/<uuid:goal_id>/progress", goals.progress, name="goal_progress"),
    path("circles/goals/<uuid:goal_id>/ending", goals.ending, name="goal_ending"),
    path("circles/goals/steps/<uuid:step_id>/completion", goals.step_completion, name="step_completion"),
]

MEETINGS: list[URLPattern | URLResolver] = [
    path("circles/<uuid:circle_id>/meetings/", meetings.meetings, name="meetings"),
    path("circles/<uuid:circle_id>/meetings/planning", meetings.planning, name="meetings_planning"),
    path("circles/<uuid:circle_id>/meetings/new", meetings.new_meeting, name="new_meeting"),
    path("circles/<uuid:circle_id>/meetings/paper", paper.circle_paper, name="circle_paper"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/paper", paper.meeting_paper, name="meeting_paper"),
    path("meetings/<uuid:meeting_id>/move", meetings.move, name="meeting_move"),
    path("meetings/<uuid:meeting_id>/cancellation", meetings.cancellation, name="meeting_cancellation"),
    path("meetings/<uuid:meeting_id>/no-minutes", meetings.no_minutes, name="meeting_no_minutes"),
    path("meetings/<uuid:meeting_id>/attendance", minutes.meeting_attendance, name="meeting_attendance"),
    path("meetings/<uuid:meeting_id>/keyed-minutes", minutes.keyed_minutes, name="keyed_minutes"),
    path("minutes/<uuid:version_id>/", minutes.minutes, name="minutes"),
    path("minutes/<uuid:version_id>/remarks", minutes.remarks, name="minutes_remarks"),
    path("minutes/<uuid:version_id>/return", minutes.minutes_return, name="minutes_return"),
    path("minutes/<uuid:version_id>/correction", minutes.minutes_correction, name="minutes_correction"),
    path("minutes/<uuid:version_id>/approval", minutes.approval, name="approval"),
]

PEOPLE: list[URLPattern | URLResolver] = [
    path("people/", people.people, name="people"),
    path("people/volunteers/new", people.new_volunteer, name="new_volunteer"),
    path("people/volunteers/<uuid:volunteer_id>/", people.volunteer, name="volunteer"),
    path("people/volunteers/<uuid:volunteer_id>/details", people.volunteer_change, name="volunteer_change"),
    path("people/volunteers/<uuid:volunteer_id>/last-day", people.volunteer_leaving, name="volunteer_leaving"),
    path("people/volunteers/<uuid:volunteer_id>/invitation", people.volunteer_invitation, name="volunteer_invitation"),
    path("people/core-members/", people.core_member_list, name="core_members"),
    path("people/core-members/new", core_members.new_core_member, name="new_core_member"),
    path("people/core-members/<uuid:core_member_id>/", core_members.core_member, name="core_member"),
    path(
        "people/core-members/<uuid:core_member_id>/details", core_members.core_member_change, name="core_member_change"
    ),
    path("people/core-members/<uuid:core_member_id>/home", core_members.core_member_home, name="core_member_home"),
    path("people/core-members/<uuid:core_member_id>/carers/new", core_members.new_carer, name="new_carer"),
    path(
        "people/core-members/<uuid:core_member_id>/carers/<uuid:carer_id>/ending",
        core_members.carer_ending,
        name="carer_ending",
    ),
    path("people/agencies/", agencies.agencies, name="agencies"),
    path("people/agencies/new", agencies.new_agency, name="new_agency"),
    path("people/agencies/<uuid:agency_id>/", agencies.agency, name="agency"),
    path("people/agencies/<uuid:agency_id>/details", agencies.agency_change, name="agency_change"),
    path("people/agencies/<uuid:agency_id>/agreements/new", agencies.new_agreement, name="new_agreement"),
    path("people/agencies/<uuid:agency_id>/professionals/new", agencies.new_professional, name="new_professional"),
    path("people/agreements/<uuid:agreement_id>/", agencies.agreement_change, name="agreement_change"),
    path("people/professionals/<uuid:professional_id>/", agencies.professional, name="professional"),
    path(
        "people/professionals/<uuid:professional_id>/details", agencies.professional_change, name="professional_change"
    ),
    path(
        "people/professionals/<uuid:professional_id>/last-day",
        agencies.professional_leaving,
        name="professional_leaving",
    ),
    path(
        "people/professionals/<uuid:professional_id>/invitation",
        agencies.professional_invitation,
        name="professional_invitation",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *CIRCLES,
    *GOALS,
    *MEETINGS,
    *PEOPLE,
    *urls_briefings.urlpatterns,
    *urls_coming_in.urlpatterns,
    *urls_concerns.urlpatterns,
    *urls_documents.urlpatterns,
    *urls_due.urlpatterns,
    *urls_joining.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_partners.urlpatterns,
    *urls_endings.urlpatterns,
    *urls_sharing.urlpatterns,
    *urls_search.urlpatterns,
]
