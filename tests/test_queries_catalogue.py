"""The research queries that ship are valid and described; a file that breaks the rules is refused with its line."""

from pathlib import Path

import pytest

from queries.catalogue import catalogue, get, read_query
from queries.errors import InvalidQueryFile, UnknownName
from queries.patterns import patterns

DOCS = Path(__file__).parent.parent / "docs"
GOOD = """#+ title: T
#+ question: Q?
#+ number: 3
#+ parameters:
#+   force: {type: force, required: true, description: the force, example: cleveland}
#+ reading: R
#+ cannot_show: C
SELECT ?x WHERE {
  VALUES ?force { UNDEF }
  ?x ?y ?force .
}
"""
BROKEN = [
    # what is replaced, by what, the line blamed, a part of the message
    ("#+ title: T\n", "", 1, "lacks the key 'title'"),
    ("#+ title: T\n", "#+ titel: T\n", 1, "did you mean title?"),
    ("#+ title: T\n", "#+ title: [T]\n", 1, "non-empty text"),
    ("#+ title: T\n", "#+ title:\n", 1, "non-empty text"),
    ("#+ question: Q?\n", "#+ question: Q?\n#+ question: Q?\n", 3, "stands twice"),
    ("#+ number: 3\n", "#+ number: 16\n", 3, "one of the fifteen"),
    ("#+ title: T\n", "#+ title: T: U\n", 1, "not YAML"),
    ("#+ title: T\n", "# a comment\n#+ title: T\n", 1, "must open with its header"),
    ("type: force, ", "type: forze, ", 5, "did you mean force?"),
    ("type: force, ", "", 5, "lacks the key 'type'"),
    ("example: cleveland", "exemple: cleveland", 5, "did you mean example?"),
    ("required: true", "required: 'yes'", 5, "required is true or false"),
    ("#+   force:", "#+   limit:", 5, "can't be called 'limit'"),
    ("#+   force:", "#+   Force-1:", 5, "can't be called"),
    ("VALUES ?force { UNDEF }", "VALUES ?forse { UNDEF }", 1, "'force' has no line"),
    ("  VALUES ?force { UNDEF }\n", "  VALUES ?force { UNDEF } ?x ?z ?force .\n", 1, "'force' has no line"),
    ("  ?x ?y ?force .\n", "  VALUES ?year { 2016 }\n  ?x ?y ?force .\n", 10, "doesn't declare"),
    ("  ?x ?y ?force .\n", "  ?x !! ?force .\n", 10, "not SPARQL"),
    ("SELECT ?x WHERE", "CONSTRUCT { ?x ?y ?force } WHERE", 1, "must be a SELECT"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "made.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    assert (query.name, query.title, query.question, query.number) == ("made", "T", "Q?", 3)
    assert [(p.name, p.type, p.required, p.default) for p in query.parameters] == [
        ("force", "force", True, None),
        ("limit", "integer", False, None),
    ]


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(InvalidQueryFile) as caught:
        read_query(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidQueryFile, match="must open with its header"):
        read_query(write(tmp_path, ""))


def test_the_catalogue_answers_the_first_questions() -> None:
    assert len(catalogue()) >= 11
    assert {query.number for query in catalogue().values()} >= {1, 2, 3, 4, 6, 15}
    assert list(catalogue()) == sorted(catalogue())


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean grade-history"):
        get("grades-history")


def section(text: str, name: str) -> str:
    return text.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]


def test_every_query_and_parameter_is_described() -> None:
    text = (DOCS / "queries.md").read_text(encoding="utf-8")
    for query in catalogue().values():
        described = section(text, query.name)
        assert query.question in " ".join(described.split())
        for parameter in query.parameters[:-1]:
            assert f"| `{parameter.name}` | {parameter.type} |" in described, (query.name, parameter.name)
    assert "`limit`" in text


def test_every_pattern_and_parameter_is_described() -> None:
    for pattern in patterns().values():
        text = (DOCS / "patterns" / f"{pattern.name}.md").read_text(encoding="utf-8")
        assert pattern.question in text
        for parameter in pattern.parameters:
            assert f"| `{parameter.name}` | {parameter.type} |" in text, (pattern.name, parameter.name)
