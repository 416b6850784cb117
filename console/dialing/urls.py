from django.urls import path

from console.dialing import views

app_name = "dialing"
urlpatterns = [
    path("", views.dial, name="dial"),
    path("<str:key>/", views.progress, name="progress"),
]
