from django.urls import path

from console.messages import views

app_name = "messages"
urlpatterns = [
    path("<slug:pbx>/", views.messages, name="messages"),
    path("<slug:pbx>/count/", views.count, name="count"),
    path("<slug:pbx>/new/", views.new, name="new"),
    path("<slug:pbx>/people/", views.people, name="people"),
    path("<slug:pbx>/<int:pk>/", views.edit, name="edit"),
    path("<slug:pbx>/<int:pk>/again/", views.again, name="again"),
    path("<slug:pbx>/<int:pk>/delete/", views.delete, name="delete"),
]
