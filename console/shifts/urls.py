from django.urls import path

from console.shifts import views

app_name = "shifts"
urlpatterns = [
    path("status/", views.status, name="status"),
    path("<slug:pbx>/deskline/", views.deskline, name="deskline"),
    path("<slug:pbx>/note/", views.note, name="note"),
]
