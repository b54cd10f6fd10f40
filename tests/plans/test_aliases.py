"""Other names of an organization are looked up by the same exact key as its own."""

import pytest

from plans.executors.vocabulary import Vocabulary, key_of
from states.draft import KnownOrganization

ROSTER = (
    KnownOrganization(
        name="Школа «Горизонт»", kind="school", number="14", aliases=("СОШ № 14", "МАОУ «Школа перспектив»")
    ),
    KnownOrganization(name="ООШ № 41", kind="school", number="41"),
    KnownOrganization(name="МКУ ЦРО", kind="coordinator", aliases=("Центр развития", "Центр развития образования")),
    KnownOrganization(name="Дом творчества", kind="organization", aliases=("ДТ",)),
)
MEANT = {
    "МАОУ Школа «Горизонт»": "Школа «Горизонт»",
    "СОШ № 14": "Школа «Горизонт»",
    "МБОУ СОШ №14": "Школа «Горизонт»",
    "директору СОШ № 14": "Школа «Горизонт»",
    "МАОУ «Школа перспектив»": "Школа «Горизонт»",
    "ООШ № 41": "ООШ № 41",
    "Центр развития образования": "МКУ ЦРО",
    "Центр развития": "МКУ ЦРО",
    "ДТ": "Дом творчества",
}


@pytest.mark.parametrize(("text", "name"), MEANT.items())
def test_an_alias_means_its_organization(text, name):
    vocabulary = Vocabulary(ROSTER, (text,))
    (mention,) = vocabulary.mentions(text)
    assert vocabulary.find(mention).name == name


def test_an_alias_adds_no_school_to_all_schools():
    assert Vocabulary(ROSTER, ()).schools == ["Школа «Горизонт»", "ООШ № 41"]


def test_names_of_one_type_and_number_have_one_key():
    assert len({key_of(name) for name in ("СОШ № 4", "МБОУ СОШ №4", "средняя школа № 4", "СОШ № 4 им. Пушкина")}) == 1
    assert len({key_of(name) for name in ("СОШ № 4", "ООШ № 4", "СОШ № 14", "лицей № 4", "Дом № 4")}) == 5
