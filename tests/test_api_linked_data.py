"""Linked data: every thing answers, in every form, with what caches and robots need."""

import json

import httpx
import pyoxigraph as ox
import pytest
import served

from api.links import Links
from ontology import generate
from ontology.iris import VOCABULARY, Names, concept
from ontology.short import short
from ontology.terms import FOAF, PEEL, RDF, RDFS, SKOS

NAMES = Names()
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
}


def triples(response: httpx.Response) -> set[ox.Triple]:
    media_type = str(response.headers["content-type"]).partition(";")[0]
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return {quad.triple for quad in ox.parse(response.content, format=form)}


def test_a_thing_leads_to_the_document_about_it(client: httpx.Client) -> None:
    for path in ("force/kent", "force/kent.ttl", "judgement/kent/peel-2016/efficiency"):
        response = client.get(f"/id/{path}?a=b", headers={"accept": "text/turtle"})
        assert (response.status_code, response.headers["location"]) == (303, f"/doc/{path}?a=b")


@pytest.mark.parametrize("suffix", FORMS)
def test_each_form_by_suffix_and_by_header_says_the_same(client: httpx.Client, suffix: str) -> None:
    by_suffix = client.get(f"/doc/force/kent.{suffix}", headers={"accept": BROWSER})
    by_header = client.get("/doc/force/kent", headers={"accept": FORMS[suffix]})
    assert (by_suffix.status_code, by_suffix.content) == (200, by_header.content)
    turtle = client.get("/doc/force/kent.ttl")
    own = {t for t in triples(by_suffix) if t.predicate != FOAF.primaryTopic}
    assert len(own) == len(triples(turtle)) - 1
    assert "Accept" in by_suffix.headers["vary"]


def test_a_document_holds_what_is_said_what_points_and_labels(client: httpx.Client) -> None:
    found = triples(client.get("/doc/force/kent.ttl"))
    kent = ox.NamedNode(NAMES.force("kent"))
    assert ox.Triple(kent, RDF.type, PEEL.Force) in found
    assert any(t.predicate == PEEL.force and t.object == kent for t in found)
    labels = {t.subject: t.object for t in found if t.predicate == RDFS.label}
    mentioned = {t.subject for t in found if t.predicate == PEEL.addressedTo}
    assert mentioned
    assert mentioned <= set(labels)


def test_a_finding_comes_with_its_evidence(client: httpx.Client) -> None:
    query = f"SELECT ?f WHERE {{ ?f a {PEEL.CauseOfConcern} }} LIMIT 1"
    finding = client.get("/sparql.csv", params={"query": query}).text.splitlines()[1]
    found = triples(client.get(f"{finding.removeprefix(NAMES.base.rstrip('/')).replace('/id/', '/doc/')}.ttl"))
    exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
    quotes = {t.object for t in found if t.predicate == PEEL.quote}
    assert quotes == {t.object for t in found if t.predicate == exact}


def test_a_long_list_is_cut_and_says_so(client: httpx.Client) -> None:
    found = triples(client.get("/doc/force/cleveland.ttl"))
    pointing = [t for t in found if t.predicate == PEEL.force]
    (note,) = (t.object.value for t in found if t.predicate == RDFS.comment and "force are" in str(t.object))  # type: ignore[union-attr]
    assert len(pointing) == 10
    assert note.startswith("Cut: 10 of the ")
    assert "10 of " in client.get("/doc/force/cleveland.html").text


def test_a_concept_and_the_vocabulary_answer(client: httpx.Client) -> None:
    theme = triples(client.get("/def/theme/custody", headers={"accept": "text/turtle"}))
    assert any(t.subject == ox.NamedNode(concept("theme", "custody")) for t in theme)
    for suffix in FORMS:
        assert len(triples(client.get(f"/def.{suffix}"))) > 500
    assert len(triples(client.get("/def/theme.nt"))) > 20
    page = client.get("/def", headers={"accept": BROWSER}).text
    assert 'id="Finding"' in page
    assert 'href="/def/theme"' in page


def test_every_term_has_its_place_on_the_page_of_the_vocabulary(client: httpx.Client) -> None:
    page = client.get("/def.html").text
    assert [name for name in generate.vocabulary_terms() if f'id="{name}"' not in page] == []


def test_the_context_is_published_and_says_what_the_vocabulary_does(client: httpx.Client) -> None:
    response = client.get("/def/context.jsonld", headers={"origin": "https://example.org"})
    assert response.headers["content-type"] == "application/ld+json"
    assert response.headers["access-control-allow-origin"] == "*"
    terms = response.json()["@context"]
    said = {"@context": terms, "id": NAMES.force("kent"), "type": "Force", "label": "Kent Police"}
    found = {quad.triple for quad in ox.parse(json.dumps(said), format=ox.RdfFormat.JSON_LD)}
    kent = ox.NamedNode(NAMES.force("kent"))
    assert found == {
        ox.Triple(kent, RDF.type, PEEL.Force),
        ox.Triple(kent, SKOS.prefLabel, ox.Literal("Kent Police", language="en")),
    }
    again = client.get("/def/context.jsonld", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/def/context.jsonld").headers["etag"] == response.headers["etag"]


def test_the_tag_is_the_generation_and_spares_a_second_answer(client: httpx.Client) -> None:
    generation = client.get("/health").json()["generation"]
    for path in ("/doc/force/kent.ttl", "/doc/force/kent.html", "/sparql?query=ASK{}", "/research", "/def.nt"):
        first = client.get(path)
        tag = first.headers["etag"]
        assert path.endswith(".html") or tag.startswith(f'"{generation}')
        again = client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_forms_of_a_document_have_tags_of_their_own(client: httpx.Client) -> None:
    tags = [client.get(f"/doc/force/kent.{suffix}").headers["etag"] for suffix in (*FORMS, "html")]
    assert len(set(tags)) == 6


def test_links_name_the_other_forms_and_the_licence(client: httpx.Client) -> None:
    link = client.get("/doc/force/kent").headers["link"]
    for suffix, media_type in FORMS.items():
        assert f'</doc/force/kent.{suffix}>; rel="alternate"; type="{media_type}"' in link
    assert f'<{NAMES.force("kent")}>; rel="describes"' in link
    assert "open-government-licence" in link


def test_a_page_leads_to_the_questions_about_its_thing(client: httpx.Client) -> None:
    for path, question in (
        ("/doc/force/kent", "/research/findings?force=kent"),
        ("/def/theme/custody", "/research/findings?theme=custody"),
        ("/doc/programme/peel-2016", "/research/findings?programme=peel-2016"),
    ):
        assert f'href="{question}"' in client.get(f"{path}.html").text
        assert client.get(question).json()["rows"]


def test_hostile_statements_stay_text(client: httpx.Client) -> None:
    response = client.get("/doc/partner/hostile", headers={"accept": BROWSER})
    assert response.status_code == 200
    assert "<script" not in response.text
    assert 'href="javascript' not in response.text
    assert "{{ 7*7 }}" in response.text
    said = triples(client.get("/doc/partner/hostile.ttl"))
    assert ox.Literal(served.HOSTILE) in {t.object for t in said}


LINKED = [
    (NAMES.force("kent"), "/p/doc/force/kent", "a thing of ours: its document here"),
    (f"{VOCABULARY}#Finding", "/p/def#Finding", "a term: its place on the page of the vocabulary"),
    (f"{VOCABULARY}/theme/custody", "/p/def/theme/custody", "a concept"),
    (VOCABULARY, "/p/def", "the vocabulary itself"),
    (
        "https://w3id.org/peelgraph/definitely",
        "https://w3id.org/peelgraph/definitely",
        "begins alike, isn't ours",
    ),
    ("https://example.org/x", "https://example.org/x", "another's thing"),
    ("javascript:alert(1)", None, "a scheme that a browser would run"),
    ("urn:isbn:1", None, "a scheme that leads nowhere"),
]


@pytest.mark.parametrize(("iri", "expected", "reason"), LINKED, ids=[row[2] for row in LINKED])
def test_links_stay_on_this_server(iri: str, expected: str | None, reason: str) -> None:
    assert Links(NAMES, "/p").to(iri) == expected, reason


def test_an_iri_is_written_with_its_prefix() -> None:
    assert short(f"{VOCABULARY}#Finding") == "peel:Finding"
    assert short("https://example.org/x") == "https://example.org/x"
