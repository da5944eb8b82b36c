"""How a reader's text is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import And, Everything, Expression, FieldValue, Fuzzy, Not, Or, Phrase, Prefix, Word, YearRange
from search.syntax import Parsed, parse, write


def test_words_are_joined_by_and() -> None:
    assert parse("local finance").expression == And((Word("local"), Word("finance")))


def test_nothing_means_everything() -> None:
    assert parse("  ") == Parsed(Everything())


def test_a_phrase_may_be_loose() -> None:
    assert parse('"local finance"~5').expression == Phrase(("local", "finance"), 5)


def test_a_quotation_mark_without_a_partner_makes_no_phrase() -> None:
    assert parse('"local finance').expression == And((Word("local"), Word("finance")))
    assert parse('"local finance" "reform').expression == And((Phrase(("local", "finance")), Word("reform")))
    assert parse('title:"local').expression == Word("local", "title")
    assert parse('a"').expression == Word("a")


def test_typographic_quotation_marks_are_quotation_marks() -> None:
    assert parse("“local finance”").expression == Phrase(("local", "finance"))


@pytest.mark.parametrize("operator", ["OR", "ELLER", "||"])
def test_or_has_names_in_both_languages(operator: str) -> None:
    assert parse(f"a {operator} b").expression == Or((Word("a"), Word("b")))


@pytest.mark.parametrize("operator", ["NOT ", "INTE ", "ICKE ", "-", "!"])
def test_not_has_names_in_both_languages(operator: str) -> None:
    assert parse(f"a {operator}b").expression == And((Word("a"), Not(Word("b"))))


def test_lower_case_operators_are_words() -> None:
    assert parse("this or that").expression == And((Word("this"), Word("or"), Word("that")))


def test_and_binds_closer_than_or_and_the_reader_is_told() -> None:
    parsed = parse("a b OR c")
    assert parsed.expression == Or((And((Word("a"), Word("b"))), Word("c")))
    assert [note.code for note in parsed.notes] == ["and_before_or"]


def test_parentheses_group() -> None:
    assert parse("a (b OR c)").expression == And((Word("a"), Or((Word("b"), Word("c")))))


def test_a_field_holds_for_a_group() -> None:
    assert parse("title:(a OR b)").expression == Or((Word("a", "title"), Word("b", "title")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year:2010-2015", YearRange(2010, 2015)),
        ("år:2010", YearRange(2010, 2010)),
        ("year:2010-", YearRange(2010, None)),
        ("year:-2010", YearRange(None, 2010)),
        ("year:>2010", YearRange(2011, None)),
        ("year:<=2010", YearRange(None, 2010)),
        ("year:2015..2010", YearRange(2010, 2015)),
    ],
)
def test_years_may_be_written_in_many_ways(text: str, expected: YearRange) -> None:
    assert parse(text).expression == expected


def test_names_of_codes_are_known() -> None:
    assert parse("land:Sverige", {"country": {"sverige": "SE"}}).expression == FieldValue("country", "SE")


@pytest.mark.parametrize(
    "text",
    [
        "10.1234/Ab.C", "doi:10.1234/ab.c", "https://doi.org/10.1234/AB.C", "http://dx.doi.org/10.1234/ab.c",
        "DOI: 10.1234/ab.c", "doi 10.1234/ab.c", "doi.org/10.1234/ab.c", "10.1234%2Fab.c",
    ],
)  # fmt: skip
def test_a_doi_is_known_in_any_spelling(text: str) -> None:
    expression = parse(text).expression
    wanted = FieldValue("doi", "10.1234/ab.c")
    assert expression == wanted or (isinstance(expression, Or) and expression.parts[0] == wanted)


def test_a_doi_may_have_parentheses() -> None:
    doi = Or((FieldValue("doi", "10.1016/s0022(99)1"), Word("10.1016/S0022(99)1")))
    assert parse("(10.1016/S0022(99)1 OR a)").expression == Or((doi, Word("a")))


@pytest.mark.parametrize(
    "text", ["978-91-89159-00-6", "ISBN 978 91 89159 00 6", "ISBN-10: 91-89159-00-4", "9189159004"]
)
def test_an_isbn_is_known_in_any_spelling(text: str) -> None:
    expression = parse(text).expression
    assert isinstance(expression, Or)
    assert expression.parts[0] == FieldValue("isbn", "9789189159006")


def test_beginnings_and_misspellings() -> None:
    assert parse("demokrat*").expression == Prefix("demokrat")
    assert parse("municpal~2").expression == Fuzzy("municpal", 2)


def test_a_number_in_groups_is_one_word() -> None:
    assert parse("10 000 people").expression == And((Word("10,000"), Word("people")))


def test_a_colon_in_running_text_is_no_field() -> None:
    assert parse("Decentralizing: the text: limits").notes == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"open', "unclosed_quote"),
        ("(open", "unclosed_parenthesis"),
        ("close)", "stray_parenthesis"),
        ("AND a", "dangling_operator"),
        ("a OR", "dangling_operator"),
        ("a*", "prefix_too_short"),
        ("*gas", "wildcard_inside"),
        ("colour:red", "unknown_field"),
        ("year:soon", "bad_year"),
        ("w " * 200, "too_many_words"),
        ("x" * 5000, "cut"),
        ("(" * 100 + "a", "too_deep"),
    ],
)
def test_what_was_not_read_as_typed_is_noted(text: str, code: str) -> None:
    assert code in {note.code for note in parse(text).notes}


@pytest.mark.parametrize("text", ["(x)-str*", "(x)-str~", '"x"-loc*', "(x)!loc*", "(x)−loc~2"])
def test_a_sign_before_a_beginning_or_a_misspelling_is_no_part_of_it(text: str) -> None:
    expression = parse(text).expression
    assert parse(write(expression)).expression == expression
    assert not set("-!−") & set(write(expression))


@pytest.mark.parametrize(
    ("text", "same"),
    [("demo\u00adcracy", "democracy"), ("ﬁnance", "finance"), ("foo\ud800bar", "foo bar"), ("i\u0307zmir", "izmir")],
)
def test_letters_and_signs_that_nobody_sees_change_no_question(text: str, same: str) -> None:
    assert parse(text) == parse(same)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    parse(text)


_WORDS = st.from_regex(r"[a-zåäö]{3,8}", fullmatch=True)
_FIELDS = st.sampled_from(["", "title", "author", "text"])
_LEAVES = st.one_of(
    st.builds(Word, _WORDS, _FIELDS),
    st.builds(Prefix, _WORDS, _FIELDS),
    st.builds(Fuzzy, _WORDS, st.sampled_from([1, 2]), _FIELDS),
    st.builds(Phrase, st.lists(_WORDS, min_size=1, max_size=4).map(tuple), st.integers(0, 20), _FIELDS),
    st.builds(FieldValue, st.just("country"), st.sampled_from(["SE", "XK"])),
    st.builds(YearRange, st.integers(1900, 1990), st.integers(1990, 2030)),
)
_PARTS = st.one_of(
    _LEAVES, _LEAVES.map(Not), st.lists(_LEAVES, min_size=2, max_size=3).map(lambda each: Or(tuple(each)))
)


@given(st.one_of(_PARTS, st.lists(_PARTS, min_size=2, max_size=4).map(lambda each: And(tuple(each)))))
def test_what_is_written_reads_as_the_same(expression: Expression) -> None:
    assert parse(write(expression)).expression == expression
