from django.urls import path

from console.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("elsewhere/<slug:pbx>/", views.elsewhere, name="elsewhere"),
    path("people/<slug:pbx>/", views.search, name="people"),
    path("commands/<slug:pbx>/<slug:verb>/", views.command, name="command"),
]
