from django.urls import path

from console.history import card_views, views

app_name = "history"
urlpatterns = [
    path("", views.history, name="history"),
    path("<slug:pbx>/sheet/", card_views.sheet, name="sheet"),
    path("<slug:pbx>/note/", card_views.note, name="note"),
    path("<slug:pbx>/recent/", card_views.recent, name="recent"),
    path("<slug:pbx>/recent/news/", card_views.news, name="news"),
]
