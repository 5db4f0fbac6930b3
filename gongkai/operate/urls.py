from django.urls import path

from gongkai.operate import views

app_name = "operate"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
