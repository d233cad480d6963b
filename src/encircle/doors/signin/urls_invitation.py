"""Addresses under /invitation/."""

from django.urls import path

from .views_invitation import invitation

urlpatterns = [path("<str:token>", invitation, name="invitation")]
