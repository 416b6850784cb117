from django.urls import path

from console.prompts import views

app_name = "prompts"
# The PBX adds the ending of a format it can play. We keep `.au` alone: `.g729` is not found.
urlpatterns = [
    path("<slug:token>", views.prompt, name="prompt"),
    path("<slug:token>.au", views.prompt),
]
