"""Names in every order and dress."""

from __future__ import annotations

import pytest

from citations.reference import Name
from ingest.description.names import full_text, looks_like_person, read_name, read_names


@pytest.mark.parametrize(
    ("printed", "family", "given", "particle"),
    [
        ("Ada Provberg", "Provberg", "Ada", ""),
        ("Provberg, Ada", "Provberg", "Ada", ""),
        ("A. B. Provberg", "Provberg", "A. B.", ""),
        ("Provberg A.", "Provberg", "A.", ""),
        ("Ludvig van der Test", "Test", "Ludvig", "van der"),
        ("Eja af Prov", "Prov", "Eja", "af"),
        ("Maria da Prova", "Prova", "Maria", "da"),
        ("Pierre EXEMPLE-DUPONT", "Exemple-Dupont", "Pierre", ""),
        ("EXEMPLE Pierre", "Exemple", "Pierre", ""),
        ("Mark A Test", "Test", "Mark A", ""),
    ],
)
def test_a_person_is_read_in_either_order(printed: str, family: str, given: str, particle: str) -> None:
    assert read_name(printed) == Name(family=family, given=given, particle=particle)


def test_a_suffix_stands_apart() -> None:
    assert read_name("Adam Test Jr.") == Name(family="Test", given="Adam", suffix="Jr")


def test_spanish_names_have_two_family_names() -> None:
    assert read_name("Jorge Prueba Modelo", "es") == Name(family="Prueba Modelo", given="Jorge")
    assert read_name("María José Prueba", "es") == Name(family="Prueba", given="María José")


@pytest.mark.parametrize(
    "text",
    [
        "Department of Testing",
        "Välfärd Nr 2 2005",
        "University of Exampleton",
        "the results of this",
        "2015",
        "Stiftelsen Prov",
    ],
)
def test_what_is_no_person_is_not_read_as_one(text: str) -> None:
    assert read_names(text).names == ()


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ada Provberg, Bo Test and Cleo Mall", ["Ada Provberg", "Bo Test", "Cleo Mall"]),
        ("Ada Provberg1,2 & Bo Test3*", ["Ada Provberg", "Bo Test"]),
        ("Ada Provberg\tBo Test", ["Ada Provberg", "Bo Test"]),
        ("Ada Provberg♠ Bo Test♢", ["Ada Provberg", "Bo Test"]),
        ("Provberg, A., Test, B. C. & Mall, D.", ["A. Provberg", "B. C. Test", "D. Mall"]),
        ("Ada Provberg (University of Exampleton)", ["Ada Provberg"]),
        ("Ada Provberg och Bo Test", ["Ada Provberg", "Bo Test"]),
        ("Zoltan Gy ´ ongtest", ["Zoltan Gyongtest"]),
        ("Provberg, Ada; Test, Bo; Prueba Modelo, Cleo", ["Ada Provberg", "Bo Test", "Cleo Prueba Modelo"]),
        ("Provberg, Ada1 & de la Prueba, Bo2", ["Ada Provberg", "Bo de la Prueba"]),
        ("Provberg, Ada, and Test, Bo Carl", ["Ada Provberg", "Bo Carl Test"]),
        ("Dr Ada Provberg, Dr Bo Test", ["Ada Provberg", "Bo Test"]),
        ("Ada Provberg, PhD, Bo Test, MD", ["Ada Provberg", "Bo Test"]),
        ("Provberg, A.; Test, Bo C.", ["A. Provberg", "Bo C. Test"]),
        ("Ada Provberg; Bo Test", ["Ada Provberg", "Bo Test"]),
        ("Ada Provberg, Bo Test; Cleo Mall, Dan Example", ["Ada Provberg", "Bo Test", "Cleo Mall", "Dan Example"]),
    ],
)
def test_a_line_of_authors_is_parted(line: str, people: list[str]) -> None:
    assert [full_text(name) for name in read_names(line).names] == people


def test_one_family_name_before_a_given_one_is_a_person_only_where_people_stand() -> None:
    assert not read_names("Provberg, Ada").names
    assert [full_text(name) for name in read_names("Provberg, Ada", alone=True).names] == ["Ada Provberg"]
    assert not read_names("Ada Provberg, Stockholm", alone=True).names[1:]


@pytest.mark.parametrize("places", ["Stockholm, Sweden; Oslo, Norway", "Wien, Österreich; Göteborg, Sverige"])
def test_towns_in_their_countries_are_nobody(places: str) -> None:
    assert not read_names(places, alone=True).names


def test_a_family_name_may_have_two_with_a_word_between() -> None:
    found = read_names("Ada de la Prueba y Modelo, Bo Prueba y Cleo Modelo", "es").names
    assert [full_text(name) for name in found] == ["Ada de la Prueba y Modelo", "Bo Prueba", "Cleo Modelo"]
    assert found[0].family == "Prueba y Modelo"


@pytest.mark.parametrize("body", ["World Test Organization", "Prov Commission", "Svenska Provförbundet"])
def test_a_body_is_no_person(body: str) -> None:
    assert not looks_like_person(body)


@pytest.mark.parametrize("words", ["Policy Brief", "Working Paper", "Country Report", "Svensk Årsrapport"])
def test_a_kind_of_paper_is_nobodys_name(words: str) -> None:
    assert not looks_like_person(words)


@pytest.mark.parametrize("text", ["Uc San Diego", "Albemarle County", "Hugin Expert", "New York", "Page Four"])
def test_a_place_or_a_role_is_no_person(text: str) -> None:
    assert not read_names(text).names


def test_a_swedish_phrase_with_om_is_no_person_and_om_a_given_name_elsewhere() -> None:
    assert not read_names("Om Engagemang", "sv").names
    assert [full_text(name) for name in read_names("Om Prakash", "en").names] == ["Om Prakash"]


def test_a_family_name_may_be_a_word_of_the_page() -> None:
    assert [name.family for name in read_names("Logan Page, Ada Part").names] == ["Page", "Part"]
