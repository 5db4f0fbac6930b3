"""The gallery of components, below /desk/ui/, for staff and while developing."""

from django.urls import path

from gongkai.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("public/", views.public_gallery, name="public_gallery"),
]
