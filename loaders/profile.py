"""Profile: what makes an inspectorate's documents its own, read from `profiles/NAME.yaml` and checked.

A profile holds names, offices, programmes, grades, questions, labels of formal lists and boilerplate: data alone, so
that another inspectorate needs no code. `docs/profiles.md` tells how to write one.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loaders.errors import RuleError
from loaders.patterns import any_of, compiled, has_keys, known, load_yaml, plain
from ontology.periods import is_period
from ontology.records import Reference
from ontology.reference import load_reference

FOLDER: Final = Path(__file__).parent / "profiles"
DEFAULT: Final = "hmicfrs"
"""The profile of a document that names no inspectorate at all."""
FORMAL: Final = ("area-for-improvement", "cause-of-concern", "recommendation", "practice")
PARTS: Final = frozenset(
    [
        "inspectorate",
        "countries",
        "reason",
        "sources",
        "names",
        "offices",
        "programmes",
        "grades",
        "questions",
        "together",
        "graded",
        "formal",
        "boilerplate",
    ]
)
Patterns = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the inspectorate bears or bore; `since` and `until` are periods, None where open."""

    label: str
    pattern: re.Pattern[str]
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is asked of forces, and the theme or pillar that it is; in some programmes, or in all."""

    pattern: re.Pattern[str]
    question: str
    programmes: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """An inspectorate's programmes, scales, questions, layouts and wording, compiled."""

    name: str
    reference: Reference
    """The reference data that it was checked against."""
    inspectorate: str
    countries: tuple[str, ...]
    """The countries whose forces it inspects, as `forces.csv` names them."""
    names: tuple[Name, ...]
    office: re.Pattern[str]
    series: Patterns
    """Marks of programmes that come again with other years ("PEEL")."""
    programmes: Patterns
    """Programmes that are named without years."""
    grades: Mapping[str, str]
    """The words of grades, in lower case, and the grade each gives; empty where nothing is graded."""
    questions: tuple[Question, ...]
    together: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    """Phrases that name several questions at once ("all three pillars")."""
    graded: Mapping[str, frozenset[str]]
    """The questions that a programme grades; a programme that isn't there grades any."""
    formal: Patterns
    skipped_headings: re.Pattern[str]
    passages: tuple[str, ...]
    """Patterns of sentences that hold no finding."""

    def question(self, text: str, programme: str | None = None) -> str | None:
        """Give the question (a theme or a pillar) that a heading or a phrase names; None where it names none."""
        return _question(self, plain(text), programme)

    def grade_words(self) -> str:
        """Give a pattern of the words of grades, the longest first; it matches nothing where nothing is graded."""
        words = sorted(self.grades, key=lambda word: (-len(word), word))
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) or "(?!)"

    def name_at(self, date: str | None) -> str | None:
        """Give the name that it bore at a date (a period); None where the date isn't known and there were several."""
        if len(self.names) == 1:
            return self.names[0].label
        fitting = (name.label for name in self.names if date and _during(name, date))
        return next(fitting, None)

    def programme_at(self, date: str | None) -> str | None:
        """Give the programme of its series that ran at a date, or had run last: a guess, good for reading alone."""
        begun = {name: self.reference.programme(name).start for name in self.cycles()}
        fitting = [name for name, start in begun.items() if date and start <= date[:4]]
        return max(fitting, key=begun.__getitem__, default=None)

    def cycles(self) -> dict[str, str]:
        """Give the years of each programme of its series, by name: "PEEL 2018/19" has 2018/19."""
        return {
            known.name: known.name.removeprefix(f"{mark} ")
            for known in self.reference.programmes
            for _, mark in self.series
            if known.name.startswith(f"{mark} ")
        }

    @property
    def example(self) -> str:
        """The name of one of its programmes, to show how they are written."""
        return next(iter([*self.cycles(), *(name for _, name in self.programmes)]), "none: its profile names none")


@functools.lru_cache(10_000)
def _question(profile: Profile, text: str, programme: str | None) -> str | None:
    fitting = (known for known in profile.questions if not known.programmes or programme in known.programmes)
    return next((known.question for known in fitting if known.pattern.search(text)), None)


def _during(name: Name, date: str) -> bool:
    return (name.since is None or date >= name.since) and (name.until is None or date < name.until)


@functools.cache
def load_profile(name: str) -> Profile:
    """Give a profile that ships, by name. Raises RuleError naming the profiles there are, or what is wrong with it."""
    if name not in profile_names():
        raise RuleError(f"no profile is called {name!r}; there are {', '.join(profile_names())} (loaders/profiles)")
    return read_profile(FOLDER / f"{name}.yaml", load_reference())


@functools.cache
def profile_names() -> tuple[str, ...]:
    """Give the names of the profiles that ship: each a file of `profiles/`."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_profiles() -> tuple[Profile, ...]:
    """Give every profile that ships."""
    return tuple(map(load_profile, profile_names()))


def read_profile(path: Path, reference: Reference) -> Profile:
    """Read a profile and check it: every entry has its reason or example, and its examples are found by its patterns.

    Raises RuleError naming the file, the part, the entry and what is wrong.
    """
    told = load_yaml(path, dict)
    place = path.name
    has_keys(told, set(PARTS), place)
    if not (told["reason"] and told["sources"]):
        raise RuleError(f"{place}: reason and sources must say why it is there and where its facts are published")
    known([told["inspectorate"]], {body.slug for body in reference.inspectorates}, f"{place}: inspectorate")
    known(told["countries"], {force.country for force in reference.forces}, f"{place}: countries")
    labels = {body.label for body in reference.inspectorates if body.slug == told["inspectorate"]}
    programmes = {programme.name for programme in reference.programmes}
    questions = {theme.slug for theme in reference.themes} | {pillar.slug for pillar in reference.pillars}
    grades = told["grades"]["words"] if told["grades"] else {}
    known(grades.values(), {step.grade for step in reference.grade_scales}, f"{place}: grades")
    series, named = _programmes(told["programmes"], programmes, f"{place}: programmes")
    has_keys(told["boilerplate"], {"headings", "passages"}, f"{place}: boilerplate")
    headings, passages = (
        _entries(told["boilerplate"][part], "pattern", f"{place}: boilerplate: {part}")
        for part in ("headings", "passages")
    )
    offices = _entries(told["offices"], "pattern", f"{place}: offices", case=True)
    profile = Profile(
        name=path.stem,
        reference=reference,
        inspectorate=told["inspectorate"],
        countries=tuple(told["countries"]),
        names=tuple(_names(told["names"], labels, f"{place}: names")),
        office=compiled("|".join(f"(?:{pattern.pattern})" for pattern, _ in offices), place, case=True),
        series=series,
        programmes=named,
        grades={str(word).lower(): grade for word, grade in grades.items()},
        questions=tuple(_questions(told["questions"] or [], questions, programmes, f"{place}: questions")),
        together=tuple(_together(told["together"] or [], questions, f"{place}: together")),
        graded=_graded(told["graded"] or {}, questions, programmes, f"{place}: graded"),
        formal=_entries(told["formal"], "formal", f"{place}: formal", allowed=FORMAL),
        skipped_headings=any_of((pattern.pattern for pattern, _ in headings), place, words=False),
        passages=tuple(pattern.pattern for pattern, _ in passages),
    )
    _check_questions(profile, told["questions"] or [], place)
    return profile


def _entries(
    entries: Iterable[Mapping[str, Any]] | None,
    value: str,
    place: str,
    *,
    allowed: Iterable[str] = (),
    case: bool = False,
) -> Patterns:
    """Compile entries of a pattern, a reason and an example that it finds, each with the value that it stands for."""
    made = []
    for number, entry in enumerate(entries or (), start=1):
        here = f"{place}, entry {number}"
        has_keys(entry, {"pattern", "reason", "example", value}, here)
        if allowed:
            known([entry[value]], allowed, here)
        pattern = compiled(entry["pattern"], here, case=case)
        if not pattern.search(plain(str(entry["example"]))):
            raise RuleError(f"{here}: {entry['pattern']!r} isn't found in its own example {entry['example']!r}")
        made.append((pattern, str(entry[value])))
    return tuple(made)


def _names(entries: Iterable[Mapping[str, Any]], labels: set[str], place: str) -> Iterator[Name]:
    for number, entry in enumerate(entries, start=1):
        here = f"{place}, entry {number}"
        has_keys(entry, {"label", "pattern", "reason", "example"}, here, frozenset({"from", "until"}))
        known([entry["label"]], labels, f"{here}: a label of inspectorates.csv")
        pattern = compiled(entry["pattern"], here)
        if not pattern.search(plain(entry["example"])):
            raise RuleError(f"{here}: {entry['pattern']!r} isn't found in its own example {entry['example']!r}")
        since, until = (str(entry[key]) if key in entry else None for key in ("from", "until"))
        for period in filter(None, (since, until)):
            if not is_period(period):
                raise RuleError(f"{here}: {period!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        yield Name(entry["label"], pattern, since, until)


def _programmes(told: Mapping[str, Any], names: set[str], place: str) -> tuple[Patterns, Patterns]:
    has_keys(told, {"series", "named"}, place)
    series = _entries(told["series"], "mark", f"{place}: series")
    for _, mark in series:
        if not any(name.startswith(f"{mark} ") for name in names):
            raise RuleError(
                f"{place}: series: no programme of programmes.csv begins with {mark!r}; add its cycles there"
            )
    return series, _entries(told["named"], "programme", f"{place}: named", allowed=names)


def _questions(
    entries: Iterable[Mapping[str, Any]], questions: set[str], programmes: set[str], place: str
) -> Iterator[Question]:
    for number, entry in enumerate(entries, start=1):
        here = f"{place}, entry {number}"
        has_keys(entry, {"pattern", "question", "example"}, here, frozenset({"programmes"}))
        known([entry["question"]], questions, here)
        only = entry.get("programmes", ())
        known(only, programmes, here)
        yield Question(compiled(entry["pattern"], here), entry["question"], frozenset(only))


def _together(
    entries: Iterable[Mapping[str, Any]], questions: set[str], place: str
) -> Iterator[tuple[re.Pattern[str], tuple[str, ...]]]:
    for number, entry in enumerate(entries, start=1):
        here = f"{place}, entry {number}"
        has_keys(entry, {"pattern", "questions", "example", "reason"}, here)
        known(entry["questions"], questions, here)
        pattern = compiled(entry["pattern"], here)
        if not pattern.search(entry["example"]):
            raise RuleError(f"{here}: {entry['pattern']!r} isn't found in its own example {entry['example']!r}")
        yield pattern, tuple(entry["questions"])


def _check_questions(profile: Profile, entries: Iterable[Mapping[str, Any]], place: str) -> None:
    for entry in entries:
        for programme in entry.get("programmes", (None,)):
            first = profile.question(entry["example"], programme)
            if first != entry["question"]:
                raise RuleError(
                    f"{place}: questions: the example {entry['example']!r} gives {first}, not {entry['question']}"
                )


def _graded(
    told: Mapping[str, Iterable[str]], questions: set[str], programmes: set[str], place: str
) -> dict[str, frozenset[str]]:
    known(told, programmes, place)
    for programme, listed in told.items():
        known(listed, questions, f"{place}: {programme}")
    return {programme: frozenset(listed) for programme, listed in told.items()}
