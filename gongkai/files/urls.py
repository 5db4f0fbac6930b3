from django.urls import path

from gongkai.files import views

app_name = "files"
urlpatterns = [path("files/<slug:hash12>/<str:name>", views.public_file, name="public")]
