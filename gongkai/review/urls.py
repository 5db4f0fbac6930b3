"""Addresses below /desk/review/."""

from django.urls import path

from gongkai.review import views

app_name = "review"
urlpatterns = [
    path("", views.index, name="index"),
    path("return/", views.return_many, name="return_many"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/print/", views.sheet, name="sheet"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/return/", views.return_, name="return"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/escalate/", views.escalate, name="escalate"),
    path("<int:pk>/answer/", views.answer, name="answer"),
]
