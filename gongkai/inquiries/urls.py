"""Addresses below /desk/inquiries/."""

from django.urls import path

from gongkai.inquiries import views

app_name = "inquiries"
urlpatterns = [
    path("", views.index, name="index"),
    path("ask/<slug:kind>/<slug:identifier>/", views.ask, name="ask"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/enter/", views.enter_answer, name="enter"),
    path("<int:pk>/coordinate/", views.coordinate, name="coordinate"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/remind/", views.remind, name="remind"),
    path("<int:pk>/slip/", views.slip, name="slip"),
    path("<int:pk>/files/<slug:sha256>/", views.file, name="file"),
]
