"""Send a description as RDF, in the form that a client takes, with links to its other forms."""

from collections.abc import Iterable, Mapping
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import Triple, serialize

from api import render, requests
from api.negotiate import HTML, acceptable
from api.respond import OPEN_LICENCE, send
from ontology.terms import PREFIXES
from store.media import GRAPHS, SUFFIXES

WITH_PAGE: Final = (*GRAPHS, HTML)
"""A page last, so that only a browser gets it."""


def chosen(request: Request, offered: Iterable[str]) -> str:
    """Choose a form, by the suffix of the address, else by Accept. Raises NotFound and NotAcceptable."""
    offered = tuple(offered)
    if "suffix" in request.path_params:
        known = {**SUFFIXES, "html": HTML}
        return requests.form(request, {suffix: name for suffix, name in known.items() if name in offered})
    return acceptable(request.headers.get("accept"), offered)[0]


def send_rdf(request: Request, path: str, triples: Iterable[Triple], form: str, generation: str) -> Response:
    """Send statements, in their order, as the document at `path`."""
    body = serialize(triples, format=GRAPHS[form], prefixes=dict(PREFIXES)) or b""
    return send(request, body, form, generation, alternates(forms(request, path)), settled=False)


def forms(request: Request, path: str) -> dict[str, str]:
    """Give the addresses of a description by suffix."""
    links = render.links(request)
    return {suffix: links.path(f"{path}.{suffix}") for suffix in SUFFIXES}


def alternates(addresses: Mapping[str, str]) -> str:
    """Write the Link header: the other forms, and the licence."""
    others = [f'<{to}>; rel="alternate"; type="{SUFFIXES[suffix]}"' for suffix, to in addresses.items()]
    return ", ".join([*others, f'<{OPEN_LICENCE}>; rel="license"'])
