from django.urls import path

from console.preferences import views

app_name = "preferences"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("sound/", views.sound, name="sound"),
]
