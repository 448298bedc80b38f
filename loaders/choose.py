"""Choose: the profile by which a document is read, from what it says of itself."""

from typing import Final

from loaders.errors import RuleError
from loaders.forces import HEAD, named_in, titles
from loaders.model import Document, Metadata, Notice
from loaders.patterns import plain
from loaders.profile import DEFAULT, Profile, load_profile, load_profiles

CLEAR: Final = 2
"""How many times as often as any other an inspectorate must be named where several are."""


def choose(document: Document, known: Metadata | None = None) -> tuple[Profile, tuple[Notice, ...]]:
    """Give the profile that the manifest or the user asks for, else the one whose names the document bears.

    Its names in the titles go first, then those at the top, the country of the forces named there, its names anywhere,
    its programmes. A warning tells where none or several fit.
    """
    asked = known.profile if known else None
    if asked:
        try:
            return load_profile(asked), ()
        except RuleError as error:
            return load_profile(DEFAULT), (Notice("error", document.name, "profile", str(error)),)
    profiles = load_profiles()
    top = plain("\n".join([document.title or "", *_top(document)]))
    text = plain(document.text)
    doubted: list[Profile] = []
    title = plain("\n".join(titles(document)))
    for step, said in (
        (_named, title),
        (_named, top),
        (_countries, top),
        (_named, text),
        (_run, text),
        (_countries, text),
    ):
        found = step(profiles, said)
        best = sorted(found, key=lambda profile: (-found[profile], profile.name))
        if best and (len(best) == 1 or found[best[0]] >= CLEAR * found[best[1]]):
            return best[0], ()
        doubted = doubted or best
    doubt = (
        f"could be by {' or '.join(profile.name for profile in doubted)}"
        if doubted
        else "names no inspectorate we know"
    )
    message = f"{doubt}; it is read as one of {DEFAULT}'s: give its profile in a manifest.csv beside it, or --profile"
    return load_profile(DEFAULT), (Notice("warning", document.name, "profile", message),)


def _top(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks[:HEAD]]


def _named(profiles: tuple[Profile, ...], text: str) -> dict[Profile, int]:
    """Count how often each inspectorate is named."""
    counted = {profile: sum(len(name.pattern.findall(text)) for name in profile.names) for profile in profiles}
    return {profile: count for profile, count in counted.items() if count}


def _run(profiles: tuple[Profile, ...], text: str) -> dict[Profile, int]:
    """Count how often each inspectorate's programmes are named."""
    counted = {
        profile: sum(len(pattern.findall(text)) for pattern, _ in (*profile.series, *profile.programmes))
        for profile in profiles
    }
    return {profile: count for profile, count in counted.items() if count}


def _countries(profiles: tuple[Profile, ...], text: str) -> dict[Profile, int]:
    """Count the forces named of the countries that each inspectorate inspects."""
    counted: dict[Profile, int] = {}
    for profile in profiles:
        own = {force.slug for force in profile.reference.forces if force.country in profile.countries}
        count = len(named_in(text, profile.reference.forces) & own)
        if count:
            counted[profile] = count
    return counted
