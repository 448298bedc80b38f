"""Read descriptions that the web service gives, and count in the store what they tell."""

from pathlib import Path

import httpx
import pyoxigraph as ox

import store

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def graph(response: httpx.Response) -> ox.Store:
    """Give the statements of an answer, by its media type."""
    assert response.status_code == 200, response.text
    form = ox.RdfFormat.from_media_type(str(response.headers["content-type"]).partition(";")[0])
    assert form is not None
    made = ox.Store()
    made.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(response.content, format=form))
    return made


def values(of: ox.Store, predicate: ox.NamedNode, subject: ox.NamedNode | None = None) -> list[str]:
    """Give the values of a property, sorted."""
    return sorted(str(getattr(quad.object, "value", "")) for quad in of.quads_for_pattern(subject, predicate, None))


def count(folder: Path, pattern: str, what: str = "*") -> int:
    """Count in the store itself."""
    with store.open(folder) as reader:
        ((number,),) = reader.select(f"SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}").rows
    assert isinstance(number, ox.Literal)
    return int(number.value)


def check_caching(client: httpx.Client, path: str, accept: str = "*/*") -> None:
    """See that an address spares a second answer, answers HEAD, lets other sites read, and refuses in the one shape."""
    headers = {"accept": accept, "origin": "https://example.org"}
    first = client.get(path, headers=headers)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert "Accept" in first.headers["vary"]
    assert 'rel="license"' in first.headers["link"]
    assert first.headers["access-control-allow-origin"] == "*"
    again = client.get(path, headers=headers | {"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    head = client.head(path, headers=headers)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == str(len(first.content))


def check_refusal(client: httpx.Client, path: str) -> None:
    """See that what isn't offered is refused by a problem that names what is."""
    refused = client.get(path, headers={"accept": "image/png"})
    assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")
    assert refused.json()["offered"]
