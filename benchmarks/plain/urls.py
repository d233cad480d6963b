from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/<slug:persona>", views.sign_in),
    path("one", views.one, name="one"),
    path("list", views.meetings, name="list"),
    path("circle/<uuid:circle_id>", views.entries, name="circle"),
    path("people", views.people, name="people"),
    path("minutes", views.minutes, name="minutes"),
    path("insert", views.insert, name="insert"),
]
