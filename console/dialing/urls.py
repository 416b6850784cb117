from django.urls import URLPattern

app_name = "dialing"
urlpatterns: list[URLPattern] = []
