"""Of allauth's pages those that operators use; the others would speak of mail they do not have."""

from allauth.account import views
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

change_password = views.PasswordChangeView.as_view(success_url=reverse_lazy("home"))

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="account_login")),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", change_password, name="account_change_password"),
]
