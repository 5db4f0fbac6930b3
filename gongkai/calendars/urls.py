"""Addresses below /desk/calendars/."""

from django.urls import path

from gongkai.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.years, name="years"),
    path("<int:year>/", views.year, name="year"),
    path("announce/", views.announce, name="announce"),
    path("confirm/", views.confirm, name="confirm"),
]
