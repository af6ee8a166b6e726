"""
The catalogue of datasets after DCAT-AP 3.0.1, as Turtle or JSON-LD.

https://semiceu.github.io/DCAT-AP/releases/3.0.1/ . rdflib is loaded when it is first asked for: it is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from convene.observatory.exports.described import Described, Form
from convene.registry.queries.reference import reference

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

MEDIA_TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json"}
_WRITERS = {"ttl": "turtle", "jsonld": "json-ld"}
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"en": "ENG", "ru": "RUS", "fr": "FRA", "de": "DEU", "uk": "UKR", "pl": "POL"}
MEDIA = "https://www.iana.org/assignments/media-types"


def written(graph: Graph, form: str) -> bytes:
    return graph.serialize(format=_WRITERS[form], encoding="utf-8")


def catalogue_graph(found: Iterable[Described], title: Mapping[str, str], about: Mapping[str, str]) -> Graph:
    """The catalogue with all its datasets and the service that answers for them."""
    from rdflib import DCAT, DCTERMS, RDF, Literal, URIRef

    graph = _graph()
    catalogue, service = URIRef(f"{settings.PUBLIC_URL}/api/datasets"), _service(graph, title)
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _texts(graph, catalogue, DCTERMS.title, title)
    _texts(graph, catalogue, DCTERMS.description, about)
    graph.add((catalogue, DCTERMS.publisher, _editors(graph)))
    graph.add((catalogue, DCAT.service, service))
    _languages(graph, catalogue)
    _document(graph, catalogue, f"{settings.PUBLIC_URL}/{reference().languages[0]}/observatory")
    days = []
    for one in found:
        dataset = _dataset(graph, one)
        graph.add((catalogue, DCAT.dataset, dataset))
        graph.add((service, DCAT.servesDataset, dataset))
        days.append(one.modified)
    if any(days):
        graph.add((catalogue, DCTERMS.modified, _day(max(days))))
    graph.add((catalogue, DCTERMS.identifier, Literal(str(catalogue))))
    return graph


def dataset_graph(one: Described) -> Graph:
    graph = _graph()
    _dataset(graph, one)
    return graph


def _graph() -> Graph:
    from rdflib import DCAT, DCTERMS, FOAF, SKOS, Graph

    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("skos", SKOS)):
        graph.bind(prefix, namespace)
    return graph


def _dataset(graph: Graph, one: Described) -> Node:
    from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, BNode, Literal, URIRef

    dataset = URIRef(one.iri)
    graph.add((dataset, RDF.type, DCAT.Dataset))
    _texts(graph, dataset, DCTERMS.title, one.titles)
    _texts(graph, dataset, DCTERMS.description, one.descriptions)
    for names in one.indicators:
        _texts(graph, dataset, DCAT.keyword, names)
    if one.selection:
        provenance = BNode()
        graph.add((dataset, DCTERMS.provenance, provenance))
        graph.add((provenance, RDF.type, DCTERMS.ProvenanceStatement))
        _texts(graph, provenance, RDFS.label, one.selection)
    graph.add((dataset, DCTERMS.identifier, Literal(one.key)))
    graph.add((dataset, URIRef(f"{DCAT}version"), Literal(one.editions[0][1])))  # of DCAT 3: rdflib has 2
    graph.add((dataset, DCAT.theme, _theme(graph)))
    _languages(graph, dataset)
    _document(graph, dataset, f"{settings.PUBLIC_URL}/{reference().languages[0]}/dataset/{one.key}")
    producer = URIRef(one.producer_iri)
    graph.add((dataset, DCTERMS.publisher, producer))
    graph.add((producer, RDF.type, FOAF.Agent))
    _texts(graph, producer, FOAF.name, one.producer)
    if one.modified:
        graph.add((dataset, DCTERMS.modified, _day(one.modified)))
    _period(graph, dataset, one)
    if one.source_url:
        source = URIRef(one.source_url)
        graph.add((dataset, FOAF.page, source))
        graph.add((source, RDF.type, FOAF.Document))
    for form in one.forms:
        graph.add((dataset, DCAT.distribution, _distribution(graph, one, form)))
    return dataset


def _distribution(graph: Graph, one: Described, form: Form) -> Node:
    from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, BNode, Literal, URIRef

    distribution = URIRef(f"{one.iri}#{form.address.rpartition('=')[2]}")
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCTERMS.title, Literal(form.name)))
    for predicate in (DCAT.accessURL, DCAT.downloadURL):
        graph.add((distribution, predicate, URIRef(form.address)))
        graph.add((URIRef(form.address), RDF.type, RDFS.Resource))
    media = URIRef(f"{MEDIA}/{form.media_type}")
    graph.add((distribution, DCAT.mediaType, media))
    graph.add((media, RDF.type, DCTERMS.MediaType))
    file_type = URIRef(f"{AUTHORITY}/file-type/{form.file_type}")
    graph.add((distribution, DCTERMS.format, file_type))
    graph.add((file_type, RDF.type, DCTERMS.MediaTypeOrExtent))
    licence = URIRef(one.licence_url) if one.licence_url else BNode()
    graph.add((distribution, DCTERMS.license, licence))
    graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
    graph.add((licence, RDFS.label, Literal(one.licence)))
    rights = BNode()
    graph.add((distribution, DCTERMS.rights, rights))
    graph.add((rights, RDF.type, DCTERMS.RightsStatement))
    _texts(graph, rights, RDFS.label, one.attribution)
    if form.metadata:
        page = URIRef(form.metadata)
        graph.add((distribution, FOAF.page, page))
        graph.add((page, RDF.type, FOAF.Document))
    return distribution


def _service(graph: Graph, title: Mapping[str, str]) -> Node:
    from rdflib import DCAT, DCTERMS, RDF, RDFS, URIRef

    service = URIRef(f"{settings.PUBLIC_URL}/api/sdmx/")
    graph.add((service, RDF.type, DCAT.DataService))
    _texts(
        graph, service, DCTERMS.title, {language: f"{text}: SDMX REST" for language, text in title.items()}
    )
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, RDF.type, RDFS.Resource))
    standard = URIRef("https://github.com/sdmx-twg/sdmx-rest")
    graph.add((service, DCTERMS.conformsTo, standard))
    graph.add((standard, RDF.type, DCTERMS.Standard))
    return service


def _editors(graph: Graph) -> Node:
    from rdflib import FOAF, RDF, URIRef

    agent = URIRef(f"{settings.PUBLIC_URL}/")
    graph.add((agent, RDF.type, FOAF.Agent))
    _texts(graph, agent, FOAF.name, reference().dialogue.name.plain())
    return agent


def _theme(graph: Graph) -> Node:
    from rdflib import RDF, SKOS, Literal, URIRef

    theme = URIRef(f"{AUTHORITY}/data-theme/SOCI")
    graph.add((theme, RDF.type, SKOS.Concept))
    graph.add((theme, SKOS.prefLabel, Literal("Population and society", lang="en")))
    return theme


def _period(graph: Graph, dataset: Node, one: Described) -> None:
    from rdflib import DCAT, DCTERMS, RDF, XSD, BNode, Literal

    if one.first_year is None or one.last_year is None:
        return
    period = BNode()
    graph.add((dataset, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(f"{one.first_year}-01-01", datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(f"{one.last_year}-12-31", datatype=XSD.date)))


def _languages(graph: Graph, subject: Node) -> None:
    from rdflib import DCTERMS, RDF, URIRef

    for language in reference().languages:
        if code := LANGUAGES.get(language):
            one = URIRef(f"{AUTHORITY}/language/{code}")
            graph.add((subject, DCTERMS.language, one))
            graph.add((one, RDF.type, DCTERMS.LinguisticSystem))


def _document(graph: Graph, subject: Node, address: str) -> None:
    """`subject` has a page for people."""
    from rdflib import DCAT, FOAF, RDF, URIRef

    page = URIRef(address)
    graph.add((subject, DCAT.landingPage if "/dataset/" in address else FOAF.homepage, page))
    graph.add((page, RDF.type, FOAF.Document))


def _texts(graph: Graph, subject: Node, predicate: Any, texts: Mapping[str, str]) -> None:
    from rdflib import Literal

    for language, text in texts.items():
        if text:
            graph.add((subject, predicate, Literal(text, lang=language)))


def _day(told: str) -> Any:
    from rdflib import XSD, Literal

    return Literal(told, datatype=XSD.date)
