from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from console import health, languages, views
from console.metrics import metrics
from console.preferences.worker import service_worker

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("accounts.urls")),
    path("desk/", include("console.desk.urls")),
    path("", include("console.supervision.urls")),
    path("dial/", include("console.dialing.urls")),
    path("preferences/", include("console.preferences.urls")),
    path("shifts/", include("console.shifts.urls")),
    path("history/", include("console.history.urls")),
    path("messages/", include("console.messages.urls")),
    path("people/", include("console.directory.urls")),
    path("prompts/", include("console.prompts.urls")),
    path("admin/", admin.site.urls),
    path("language/", languages.choose, name="set_language"),
    # Browsers ask for it on pages that name no icon, as the admin's.
    path(
        "favicon.ico",
        RedirectView.as_view(url=static("favicon.svg"), http_method_names=["get", "head"]),
    ),
    path("sw.js", service_worker, name="service_worker"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
