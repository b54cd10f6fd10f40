"""The relay's URL: what is read, what is refused, and that the password is never shown."""

import pytest

from notifications.relay import RelayUnusable, Security, relay_at


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://localhost:2525", "localhost", 2525, Security.NONE),
        ("smtp://127.0.0.1", "127.0.0.1", 25, Security.NONE),
        ("smtp://[::1]:26", "::1", 26, Security.NONE),
        ("smtp+starttls://mail.example", "mail.example", 587, Security.STARTTLS),
        ("smtps://mail.example", "mail.example", 465, Security.TLS),
    ],
)
def test_a_relay_is_read_from_its_url(url, host, port, security):
    relay = relay_at(url)
    assert (relay.host, relay.port, relay.security) == (host, port, security)


def test_user_and_password_may_hold_any_character():
    relay = relay_at("smtps://srok%40imc:p%3Aa%2Fss@mail.example")
    assert (relay.username, relay.password) == ("srok@imc", "p:a/ss")


def test_the_password_is_never_shown():
    relay = relay_at("smtps://srok:geheim@mail.example")
    assert "geheim" not in f"{relay} {relay!r}"
    assert str(relay) == "smtps://mail.example:465"


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("smtp://mail.example:25", "needs TLS: write smtp\\+starttls://mail.example"),
        ("smtp://10.0.0.5", "needs TLS"),
        ("http://localhost", "a relay is written smtp://"),
        ("localhost:25", "a relay is written"),
        ("", "a relay is written"),
        ("smtp://", "names no host"),
        ("smtp://localhost:0", "names no host or no port"),
        ("smtp://localhost:port", "no number"),
        ("smtp://localhost:70000", "no number"),
        ("smtp://srok:geheim@mail.example", "^[^g]*needs TLS[^g]*$"),
    ],
)
def test_an_unusable_url_is_refused_with_a_word(url, word):
    with pytest.raises(RelayUnusable, match=word):
        relay_at(url)
