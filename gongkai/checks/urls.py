"""Addresses below /desk/checks/."""

from django.urls import path

from gongkai.checks import views

app_name = "checks"
urlpatterns = [
    path("words/", views.words, name="words"),
    path("words/add/", views.add_word, name="add_word"),
    path("words/<int:pk>/end/", views.end_word, name="end_word"),
]
