"""What must not stand in the repository: machines, addresses of people, sentences of real orders."""

import re

import pytest

from tests.repo.house import ROOT, texts

TEXTS = texts()
ORDERS = ROOT.parent / "shared" / "orders"
WINDOW = 60
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_MACHINE = re.compile(r"/(?:home|root|work|Users|opt|srv)/[\w.-]+|[A-Z]:\\Users")
_HOST = re.compile(r"https?://[\w.-]+")
_KNOWN_HOSTS = {
    "https://keepachangelog.com",
    "https://semver.org",
    "http://127.0.0.1",
    "https://127.0.0.1",
    "http://localhost",
}
_RUSSIAN = re.compile(r"[а-яё]")
_FORMULAS = re.compile(
    r"\(далее [-–] План мероприятий\)"
    r"|\(приложение \d к настоящему распоряжению\)"
    r"|уководител\w+ общеобразовательных организаций"
    r"|Контроль за исполнением настоящего распоряжения"
    r"|редоставить информацию о выполнении плана мероприятий"
)
"""What every order says in these words: office language, nobody's sentence."""

_XML_NAMESPACES = (
    "http://schemas.openxmlformats.org",
    "http://schemas.microsoft.com",
    "http://purl.org",
    "http://purl.oclc.org",
    "http://www.w3.org",
)


def test_no_file_names_a_place_on_somebody_s_machine():
    found = {(str(path), match) for path, text in TEXTS.items() for match in _MACHINE.findall(text)}
    assert sorted(found) == []


def test_no_file_names_a_host_to_download_from():
    found = {
        (str(path), host)
        for path, text in TEXTS.items()
        for host in _HOST.findall(text)
        if host not in _KNOWN_HOSTS and not host.startswith(_XML_NAMESPACES)
    }
    assert sorted(one for one in found if not one[1].endswith(".example")) == []


def test_every_address_of_a_sample_is_nobody_s():
    samples = {path: text for path, text in TEXTS.items() if path.is_relative_to("srok/samples")}
    addresses = {one for text in samples.values() for one in _ADDRESS.findall(text)}
    assert len(addresses) > 20
    assert [one for one in sorted(addresses) if not one.endswith(".example")] == []


def test_no_sentence_of_a_real_order_stands_in_the_repository():
    if not ORDERS.is_dir():
        pytest.skip("the real orders are not at hand")
    windows = {window for order in ORDERS.glob("*.txt") for window in _windows(order.read_text(encoding="utf-8"))}
    found = {str(path): shared for path, text in TEXTS.items() if (shared := _shared(text, windows))}
    assert found == {}


def _plain(text):
    """The text a sentence is sought in: one blank between words, cells and formulas parted by a line of their own."""
    return re.sub(r"[ \u00a0]+", " ", _FORMULAS.sub("\n", text.replace("\t", "\n")))


def _windows(text):
    """Every stretch of WINDOW characters of one line that is Russian prose; a list of numbered schools is none."""
    for line in _plain(text).splitlines():
        for at in range(len(line) - WINDOW + 1):
            window = line[at : at + WINDOW]
            if "№" not in window and _RUSSIAN.search(window):
                yield window


def _shared(text, windows):
    return next((window for window in _windows(text) if window in windows), "") if _RUSSIAN.search(text) else ""
