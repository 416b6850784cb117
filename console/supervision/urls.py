from django.urls import path

from console.supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.supervision, name="supervision"),
    path("wallboard/", views.wallboard, name="wallboard"),
]
