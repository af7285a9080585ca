"""Where Plumbline is reached and how its mail leaves: nonsense is refused, and nothing unsafe is meant by accident."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from plumbline.config.address import Address, address
from plumbline.config.mail import mail
from plumbline.config.static_files import fingerprint, static_url

MAIL = "smtp://isms:p%40ss%2Fword@mail.example.org?from=isms@example.org"


def test_without_an_address_plumbline_is_for_its_own_machine() -> None:
    here = address({})
    assert here == Address()
    assert here.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (here.cookie("session"), here.trusted_origins, here.proxies) == ("session", [], 0)


def test_behind_tls_only_its_host_is_answered_to() -> None:
    there = address({"PLUMBLINE_URL": "https://isms.example.org:8443/"})
    assert (there.origin, there.hosts) == ("https://isms.example.org:8443", ["isms.example.org"])
    assert (there.cookie("session"), there.proxies) == ("__Host-session", 1)
    assert there.trusted_origins == ["https://isms.example.org:8443"]


def test_plain_http_is_for_this_machine_only() -> None:
    assert not address({"PLUMBLINE_URL": "http://localhost:8000"}).secure
    with pytest.raises(ImproperlyConfigured, match="anybody on the way reads passwords"):
        address({"PLUMBLINE_URL": "http://isms.example.org"})


@pytest.mark.parametrize(
    "nonsense",
    [
        "isms.example.org",
        "ftp://isms.example.org",
        "https://",
        "https://isms.example.org/plumbline",
        "https://ada:secret@isms.example.org",
        "https://isms.example.org?x=1",
        "https://isms.example.org:port",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(nonsense: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Write it like https://isms\.example\.org"):
        address({"PLUMBLINE_URL": nonsense})


def test_without_a_server_mail_goes_to_the_screen() -> None:
    assert mail({}) == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


def test_a_mail_server_is_taken_apart_and_spoken_to_over_tls() -> None:
    said = mail({"PLUMBLINE_EMAIL_URL": MAIL})
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("isms", "p@ss/word")
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"], said["DEFAULT_FROM_EMAIL"]) == (
        True,
        False,
        "isms@example.org",
    )
    closed = mail({"PLUMBLINE_EMAIL_URL": MAIL.replace("smtp:", "smtps:")})
    assert (closed["EMAIL_USE_TLS"], closed["EMAIL_USE_SSL"], closed["EMAIL_PORT"]) == (False, True, 465)


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("https://ada:secret@mail.example.org", "does not begin with smtp://"),
        ("smtp://ada:secret@mail.example.org", "has to say who sends"),
        ("smtp://ada:secret@mail.example.org?from=isms", "has to say who sends"),
        (f"{MAIL}&secret=1", "nothing else after the question mark"),
        ("smtp://ada:secret@mail.example.org:port?from=a@b.example", "it is no address"),
    ],
)
def test_a_mail_address_that_cannot_be_meant_is_refused_without_its_password(stated: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason) as refusal:
        mail({"PLUMBLINE_EMAIL_URL": stated})
    assert "secret" not in str(refusal.value)


def test_files_lie_under_an_address_that_follows_from_what_they_hold() -> None:
    assert static_url() == f"/static/{fingerprint()}/"
    assert len(fingerprint()) == 12
