from django.urls import path

from console.history import views

app_name = "history"
urlpatterns = [path("", views.history, name="history")]
