import re

import pytest
from channels.testing import WebsocketCommunicator
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from accounts.models import User
from console.asgi import allowed_origins, application
from console.links.models import Role
from console.static_versions import VersionedStaticFilesStorage, read_version
from tests.memberships import member, pbx


@pytest.mark.django_db
class TestHome:
    @pytest.mark.parametrize(
        ("role", "extension", "page"),
        [
            (Role.RECEPTIONIST, "123007", "/desk/"),
            (Role.SUPERVISOR, "", "/supervision/"),
            (Role.SUPERVISOR, "123007", "/supervision/"),
            (Role.ADMINISTRATOR, "123007", "/desk/"),
            (Role.ADMINISTRATOR, "", "/supervision/"),
        ],
    )
    def test_each_role_goes_to_its_page(self, client, role, extension, page):
        client.force_login(member("anna", role, extension))
        assert client.get("/")["Location"] == page

    def test_a_stranger_signs_in(self, client):
        assert client.get("/")["Location"] == "/accounts/login/?next=/"

    def test_without_a_role_a_page_says_whom_to_ask(self, client):
        client.force_login(User.objects.create_user("nobody"))
        response = client.get("/")
        assert response.status_code == 403
        assert b"Ask your administrator" in response.content

    def test_an_administrator_whose_pbx_is_out_of_use_can_enable_it(self, client):
        adam = member("adam", Role.ADMINISTRATOR)
        office = pbx()
        office.enabled = False
        office.save()
        client.force_login(adam)
        assert client.get("/")["Location"] == "/admin/"


class TestIcon:
    """For pages that name none, as the admin's."""

    def test_it_is_the_console_s_own(self, client):
        assert client.get("/favicon.ico")["Location"] == static("favicon.svg")
        assert finders.find("favicon.svg")

    def test_another_method_is_refused(self, client):
        assert client.post("/favicon.ico").status_code == 405


@pytest.mark.django_db
class TestHeaders:
    def test_nothing_inline_runs_and_nobody_frames_us(self, client):
        policy = client.get("/accounts/login/")["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy

    def test_types_and_referrers_are_kept_close(self, client):
        response = client.get("/accounts/login/")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"

    def test_a_foreign_host_is_refused(self, client):
        assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


class TestStaticAddresses:
    def test_an_address_changes_with_the_content(self, settings, tmp_path):
        settings.DEBUG = True
        settings.STATICFILES_DIRS = [tmp_path]
        (tmp_path / "a.css").write_text("a{}")
        from django.contrib.staticfiles.finders import get_finder

        get_finder.cache_clear()
        first = VersionedStaticFilesStorage().url("a.css")
        (tmp_path / "a.css").write_text("b{}")
        assert re.fullmatch(r"/static/a\.css\?v=[0-9a-f]{12}", first)
        assert VersionedStaticFilesStorage().url("a.css") != first
        get_finder.cache_clear()

    def test_a_file_that_is_missing_has_no_version(self):
        assert read_version("nowhere.css") is None
        assert VersionedStaticFilesStorage().url("nowhere.css") == "/static/nowhere.css"


class TestOrigins:
    def test_a_public_address_is_the_only_origin(self):
        assert allowed_origins("https://console.example.com") == ["https://console.example.com"]

    def test_a_loopback_address_goes_by_all_its_names_on_its_port(self):
        assert set(allowed_origins("http://127.0.0.1:8000")) == {
            "http://127.0.0.1:8000",
            "http://localhost:8000",
            "http://[::1]:8000",
        }

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8000", None],
    )
    async def test_pages_of_other_origins_open_no_socket(self, origin):
        headers = [(b"origin", origin.encode())] if origin else []
        socket = WebsocketCommunicator(application, "/live/", headers=headers)
        connected, _ = await socket.connect()
        assert not connected
