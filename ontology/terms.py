"""Names for the terms of our vocabulary and of those we reuse: made by `ontology.generate`, never edited.

A misspelt name is an AttributeError, and an error of mypy. `PREFIXES` gives each vocabulary's namespace by prefix.
"""
# ruff: noqa: N815

from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

PREFIXES: Final = MappingProxyType(
    {
        "peel": "https://w3id.org/peelgraph/def#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "qb": "http://purl.org/linked-data/cube#",
        "schema": "https://schema.org/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "vann": "http://purl.org/vocab/vann/",
        "sh": "http://www.w3.org/ns/shacl#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "spdx": "http://spdx.org/rdf/terms#",
    }
)


class PEEL:
    """Terms of <https://w3id.org/peelgraph/def#>."""

    AreaForImprovement: Final = NamedNode("https://w3id.org/peelgraph/def#AreaForImprovement")
    Assessment: Final = NamedNode("https://w3id.org/peelgraph/def#Assessment")
    CauseOfConcern: Final = NamedNode("https://w3id.org/peelgraph/def#CauseOfConcern")
    Collaboration: Final = NamedNode("https://w3id.org/peelgraph/def#Collaboration")
    Figure: Final = NamedNode("https://w3id.org/peelgraph/def#Figure")
    Finding: Final = NamedNode("https://w3id.org/peelgraph/def#Finding")
    Force: Final = NamedNode("https://w3id.org/peelgraph/def#Force")
    ForceArea: Final = NamedNode("https://w3id.org/peelgraph/def#ForceArea")
    GradeScale: Final = NamedNode("https://w3id.org/peelgraph/def#GradeScale")
    Initiative: Final = NamedNode("https://w3id.org/peelgraph/def#Initiative")
    Inspection: Final = NamedNode("https://w3id.org/peelgraph/def#Inspection")
    Inspectorate: Final = NamedNode("https://w3id.org/peelgraph/def#Inspectorate")
    Judgement: Final = NamedNode("https://w3id.org/peelgraph/def#Judgement")
    LocalArea: Final = NamedNode("https://w3id.org/peelgraph/def#LocalArea")
    Mention: Final = NamedNode("https://w3id.org/peelgraph/def#Mention")
    Monitoring: Final = NamedNode("https://w3id.org/peelgraph/def#Monitoring")
    Partner: Final = NamedNode("https://w3id.org/peelgraph/def#Partner")
    Pattern: Final = NamedNode("https://w3id.org/peelgraph/def#Pattern")
    Programme: Final = NamedNode("https://w3id.org/peelgraph/def#Programme")
    Progress: Final = NamedNode("https://w3id.org/peelgraph/def#Progress")
    ReadingRun: Final = NamedNode("https://w3id.org/peelgraph/def#ReadingRun")
    Recommendation: Final = NamedNode("https://w3id.org/peelgraph/def#Recommendation")
    Rejected: Final = NamedNode("https://w3id.org/peelgraph/def#Rejected")
    Review: Final = NamedNode("https://w3id.org/peelgraph/def#Review")
    Strength: Final = NamedNode("https://w3id.org/peelgraph/def#Strength")
    Watch: Final = NamedNode("https://w3id.org/peelgraph/def#Watch")
    action: Final = NamedNode("https://w3id.org/peelgraph/def#action")
    addressedTo: Final = NamedNode("https://w3id.org/peelgraph/def#addressedTo")
    area: Final = NamedNode("https://w3id.org/peelgraph/def#area")
    arisesFrom: Final = NamedNode("https://w3id.org/peelgraph/def#arisesFrom")
    asRead: Final = NamedNode("https://w3id.org/peelgraph/def#asRead")
    assessment: Final = NamedNode("https://w3id.org/peelgraph/def#assessment")
    change: Final = NamedNode("https://w3id.org/peelgraph/def#change")
    comparableWith: Final = NamedNode("https://w3id.org/peelgraph/def#comparableWith")
    confidence: Final = NamedNode("https://w3id.org/peelgraph/def#confidence")
    contentDigest: Final = NamedNode("https://w3id.org/peelgraph/def#contentDigest")
    correctedTo: Final = NamedNode("https://w3id.org/peelgraph/def#correctedTo")
    cue: Final = NamedNode("https://w3id.org/peelgraph/def#cue")
    date: Final = NamedNode("https://w3id.org/peelgraph/def#date")
    deadlineText: Final = NamedNode("https://w3id.org/peelgraph/def#deadlineText")
    decision: Final = NamedNode("https://w3id.org/peelgraph/def#decision")
    doubt: Final = NamedNode("https://w3id.org/peelgraph/def#doubt")
    due: Final = NamedNode("https://w3id.org/peelgraph/def#due")
    evidence: Final = NamedNode("https://w3id.org/peelgraph/def#evidence")
    evidenceAsRead: Final = NamedNode("https://w3id.org/peelgraph/def#evidenceAsRead")
    force: Final = NamedNode("https://w3id.org/peelgraph/def#force")
    formal: Final = NamedNode("https://w3id.org/peelgraph/def#formal")
    grade: Final = NamedNode("https://w3id.org/peelgraph/def#grade")
    initiative: Final = NamedNode("https://w3id.org/peelgraph/def#initiative")
    initiativeName: Final = NamedNode("https://w3id.org/peelgraph/def#initiativeName")
    inspector: Final = NamedNode("https://w3id.org/peelgraph/def#inspector")
    inspectorate: Final = NamedNode("https://w3id.org/peelgraph/def#inspectorate")
    kind: Final = NamedNode("https://w3id.org/peelgraph/def#kind")
    mainTheme: Final = NamedNode("https://w3id.org/peelgraph/def#mainTheme")
    measure: Final = NamedNode("https://w3id.org/peelgraph/def#measure")
    mention: Final = NamedNode("https://w3id.org/peelgraph/def#mention")
    order: Final = NamedNode("https://w3id.org/peelgraph/def#order")
    organisationName: Final = NamedNode("https://w3id.org/peelgraph/def#organisationName")
    page: Final = NamedNode("https://w3id.org/peelgraph/def#page")
    partner: Final = NamedNode("https://w3id.org/peelgraph/def#partner")
    partnerType: Final = NamedNode("https://w3id.org/peelgraph/def#partnerType")
    passage: Final = NamedNode("https://w3id.org/peelgraph/def#passage")
    passageDigest: Final = NamedNode("https://w3id.org/peelgraph/def#passageDigest")
    pillar: Final = NamedNode("https://w3id.org/peelgraph/def#pillar")
    programme: Final = NamedNode("https://w3id.org/peelgraph/def#programme")
    question: Final = NamedNode("https://w3id.org/peelgraph/def#question")
    quote: Final = NamedNode("https://w3id.org/peelgraph/def#quote")
    quoteDigest: Final = NamedNode("https://w3id.org/peelgraph/def#quoteDigest")
    reason: Final = NamedNode("https://w3id.org/peelgraph/def#reason")
    region: Final = NamedNode("https://w3id.org/peelgraph/def#region")
    review: Final = NamedNode("https://w3id.org/peelgraph/def#review")
    reviewState: Final = NamedNode("https://w3id.org/peelgraph/def#reviewState")
    scale: Final = NamedNode("https://w3id.org/peelgraph/def#scale")
    significance: Final = NamedNode("https://w3id.org/peelgraph/def#significance")
    since: Final = NamedNode("https://w3id.org/peelgraph/def#since")
    stage: Final = NamedNode("https://w3id.org/peelgraph/def#stage")
    standardTermConsidered: Final = NamedNode("https://w3id.org/peelgraph/def#standardTermConsidered")
    statedField: Final = NamedNode("https://w3id.org/peelgraph/def#statedField")
    status: Final = NamedNode("https://w3id.org/peelgraph/def#status")
    support: Final = NamedNode("https://w3id.org/peelgraph/def#support")
    theme: Final = NamedNode("https://w3id.org/peelgraph/def#theme")
    unit: Final = NamedNode("https://w3id.org/peelgraph/def#unit")
    value: Final = NamedNode("https://w3id.org/peelgraph/def#value")
    wordCount: Final = NamedNode("https://w3id.org/peelgraph/def#wordCount")


class RDF:
    """Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>."""

    Property: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
    first: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    langString: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    nil: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
    rest: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    type: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class RDFS:
    """Terms of <http://www.w3.org/2000/01/rdf-schema#>."""

    Class: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")
    Literal: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Literal")
    Resource: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Resource")
    comment: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    domain: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#domain")
    isDefinedBy: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    label: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    range: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
    seeAlso: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
    subClassOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    subPropertyOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")


class OWL:
    """Terms of <http://www.w3.org/2002/07/owl#>."""

    AnnotationProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#AnnotationProperty")
    Class: Final = NamedNode("http://www.w3.org/2002/07/owl#Class")
    DatatypeProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#DatatypeProperty")
    NamedIndividual: Final = NamedNode("http://www.w3.org/2002/07/owl#NamedIndividual")
    ObjectProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#ObjectProperty")
    Ontology: Final = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
    deprecated: Final = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
    sameAs: Final = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    versionIRI: Final = NamedNode("http://www.w3.org/2002/07/owl#versionIRI")
    versionInfo: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


class XSD:
    """Terms of <http://www.w3.org/2001/XMLSchema#>."""

    anyURI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    boolean: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    date: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    dateTime: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    decimal: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    double: Final = NamedNode("http://www.w3.org/2001/XMLSchema#double")
    duration: Final = NamedNode("http://www.w3.org/2001/XMLSchema#duration")
    gYear: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    gYearMonth: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")
    hexBinary: Final = NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")
    integer: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    nonNegativeInteger: Final = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    string: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")


class SKOS:
    """Terms of <http://www.w3.org/2004/02/skos/core#>."""

    Collection: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Collection")
    Concept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    OrderedCollection: Final = NamedNode("http://www.w3.org/2004/02/skos/core#OrderedCollection")
    altLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    broadMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broadMatch")
    broader: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    changeNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#changeNote")
    closeMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
    definition: Final = NamedNode("http://www.w3.org/2004/02/skos/core#definition")
    editorialNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#editorialNote")
    exactMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    example: Final = NamedNode("http://www.w3.org/2004/02/skos/core#example")
    hasTopConcept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hasTopConcept")
    hiddenLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel")
    historyNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#historyNote")
    inScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    member: Final = NamedNode("http://www.w3.org/2004/02/skos/core#member")
    memberList: Final = NamedNode("http://www.w3.org/2004/02/skos/core#memberList")
    narrowMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#narrowMatch")
    narrower: Final = NamedNode("http://www.w3.org/2004/02/skos/core#narrower")
    notation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    note: Final = NamedNode("http://www.w3.org/2004/02/skos/core#note")
    prefLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    related: Final = NamedNode("http://www.w3.org/2004/02/skos/core#related")
    relatedMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#relatedMatch")
    scopeNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#scopeNote")
    topConceptOf: Final = NamedNode("http://www.w3.org/2004/02/skos/core#topConceptOf")


class PROV:
    """Terms of <http://www.w3.org/ns/prov#>."""

    Activity: Final = NamedNode("http://www.w3.org/ns/prov#Activity")
    Agent: Final = NamedNode("http://www.w3.org/ns/prov#Agent")
    Association: Final = NamedNode("http://www.w3.org/ns/prov#Association")
    Entity: Final = NamedNode("http://www.w3.org/ns/prov#Entity")
    Location: Final = NamedNode("http://www.w3.org/ns/prov#Location")
    Organization: Final = NamedNode("http://www.w3.org/ns/prov#Organization")
    Person: Final = NamedNode("http://www.w3.org/ns/prov#Person")
    Plan: Final = NamedNode("http://www.w3.org/ns/prov#Plan")
    SoftwareAgent: Final = NamedNode("http://www.w3.org/ns/prov#SoftwareAgent")
    agent: Final = NamedNode("http://www.w3.org/ns/prov#agent")
    atLocation: Final = NamedNode("http://www.w3.org/ns/prov#atLocation")
    endedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#endedAtTime")
    generatedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#generatedAtTime")
    hadPlan: Final = NamedNode("http://www.w3.org/ns/prov#hadPlan")
    hadPrimarySource: Final = NamedNode("http://www.w3.org/ns/prov#hadPrimarySource")
    invalidatedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#invalidatedAtTime")
    qualifiedAssociation: Final = NamedNode("http://www.w3.org/ns/prov#qualifiedAssociation")
    startedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#startedAtTime")
    used: Final = NamedNode("http://www.w3.org/ns/prov#used")
    value: Final = NamedNode("http://www.w3.org/ns/prov#value")
    wasAssociatedWith: Final = NamedNode("http://www.w3.org/ns/prov#wasAssociatedWith")
    wasAttributedTo: Final = NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")
    wasDerivedFrom: Final = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    wasGeneratedBy: Final = NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")
    wasInformedBy: Final = NamedNode("http://www.w3.org/ns/prov#wasInformedBy")
    wasQuotedFrom: Final = NamedNode("http://www.w3.org/ns/prov#wasQuotedFrom")
    wasRevisionOf: Final = NamedNode("http://www.w3.org/ns/prov#wasRevisionOf")


class DCTERMS:
    """Terms of <http://purl.org/dc/terms/>."""

    BibliographicResource: Final = NamedNode("http://purl.org/dc/terms/BibliographicResource")
    LicenseDocument: Final = NamedNode("http://purl.org/dc/terms/LicenseDocument")
    PeriodOfTime: Final = NamedNode("http://purl.org/dc/terms/PeriodOfTime")
    RightsStatement: Final = NamedNode("http://purl.org/dc/terms/RightsStatement")
    abstract: Final = NamedNode("http://purl.org/dc/terms/abstract")
    accessRights: Final = NamedNode("http://purl.org/dc/terms/accessRights")
    bibliographicCitation: Final = NamedNode("http://purl.org/dc/terms/bibliographicCitation")
    conformsTo: Final = NamedNode("http://purl.org/dc/terms/conformsTo")
    contributor: Final = NamedNode("http://purl.org/dc/terms/contributor")
    created: Final = NamedNode("http://purl.org/dc/terms/created")
    creator: Final = NamedNode("http://purl.org/dc/terms/creator")
    date: Final = NamedNode("http://purl.org/dc/terms/date")
    description: Final = NamedNode("http://purl.org/dc/terms/description")
    extent: Final = NamedNode("http://purl.org/dc/terms/extent")
    format: Final = NamedNode("http://purl.org/dc/terms/format")
    hasFormat: Final = NamedNode("http://purl.org/dc/terms/hasFormat")
    hasPart: Final = NamedNode("http://purl.org/dc/terms/hasPart")
    hasVersion: Final = NamedNode("http://purl.org/dc/terms/hasVersion")
    identifier: Final = NamedNode("http://purl.org/dc/terms/identifier")
    isFormatOf: Final = NamedNode("http://purl.org/dc/terms/isFormatOf")
    isPartOf: Final = NamedNode("http://purl.org/dc/terms/isPartOf")
    isReferencedBy: Final = NamedNode("http://purl.org/dc/terms/isReferencedBy")
    isReplacedBy: Final = NamedNode("http://purl.org/dc/terms/isReplacedBy")
    isVersionOf: Final = NamedNode("http://purl.org/dc/terms/isVersionOf")
    issued: Final = NamedNode("http://purl.org/dc/terms/issued")
    language: Final = NamedNode("http://purl.org/dc/terms/language")
    license: Final = NamedNode("http://purl.org/dc/terms/license")
    modified: Final = NamedNode("http://purl.org/dc/terms/modified")
    provenance: Final = NamedNode("http://purl.org/dc/terms/provenance")
    publisher: Final = NamedNode("http://purl.org/dc/terms/publisher")
    references: Final = NamedNode("http://purl.org/dc/terms/references")
    relation: Final = NamedNode("http://purl.org/dc/terms/relation")
    replaces: Final = NamedNode("http://purl.org/dc/terms/replaces")
    rights: Final = NamedNode("http://purl.org/dc/terms/rights")
    rightsHolder: Final = NamedNode("http://purl.org/dc/terms/rightsHolder")
    source: Final = NamedNode("http://purl.org/dc/terms/source")
    spatial: Final = NamedNode("http://purl.org/dc/terms/spatial")
    subject: Final = NamedNode("http://purl.org/dc/terms/subject")
    temporal: Final = NamedNode("http://purl.org/dc/terms/temporal")
    title: Final = NamedNode("http://purl.org/dc/terms/title")
    type: Final = NamedNode("http://purl.org/dc/terms/type")
    valid: Final = NamedNode("http://purl.org/dc/terms/valid")


class OA:
    """Terms of <http://www.w3.org/ns/oa#>."""

    Annotation: Final = NamedNode("http://www.w3.org/ns/oa#Annotation")
    FragmentSelector: Final = NamedNode("http://www.w3.org/ns/oa#FragmentSelector")
    SpecificResource: Final = NamedNode("http://www.w3.org/ns/oa#SpecificResource")
    TextPositionSelector: Final = NamedNode("http://www.w3.org/ns/oa#TextPositionSelector")
    TextQuoteSelector: Final = NamedNode("http://www.w3.org/ns/oa#TextQuoteSelector")
    end: Final = NamedNode("http://www.w3.org/ns/oa#end")
    exact: Final = NamedNode("http://www.w3.org/ns/oa#exact")
    hasBody: Final = NamedNode("http://www.w3.org/ns/oa#hasBody")
    hasSelector: Final = NamedNode("http://www.w3.org/ns/oa#hasSelector")
    hasSource: Final = NamedNode("http://www.w3.org/ns/oa#hasSource")
    hasTarget: Final = NamedNode("http://www.w3.org/ns/oa#hasTarget")
    prefix: Final = NamedNode("http://www.w3.org/ns/oa#prefix")
    refinedBy: Final = NamedNode("http://www.w3.org/ns/oa#refinedBy")
    start: Final = NamedNode("http://www.w3.org/ns/oa#start")
    suffix: Final = NamedNode("http://www.w3.org/ns/oa#suffix")


class ORG:
    """Terms of <http://www.w3.org/ns/org#>."""

    ChangeEvent: Final = NamedNode("http://www.w3.org/ns/org#ChangeEvent")
    FormalOrganization: Final = NamedNode("http://www.w3.org/ns/org#FormalOrganization")
    Organization: Final = NamedNode("http://www.w3.org/ns/org#Organization")
    OrganizationalCollaboration: Final = NamedNode("http://www.w3.org/ns/org#OrganizationalCollaboration")
    Post: Final = NamedNode("http://www.w3.org/ns/org#Post")
    changedBy: Final = NamedNode("http://www.w3.org/ns/org#changedBy")
    classification: Final = NamedNode("http://www.w3.org/ns/org#classification")
    hasMember: Final = NamedNode("http://www.w3.org/ns/org#hasMember")
    hasPost: Final = NamedNode("http://www.w3.org/ns/org#hasPost")
    heldBy: Final = NamedNode("http://www.w3.org/ns/org#heldBy")
    holds: Final = NamedNode("http://www.w3.org/ns/org#holds")
    identifier: Final = NamedNode("http://www.w3.org/ns/org#identifier")
    linkedTo: Final = NamedNode("http://www.w3.org/ns/org#linkedTo")
    memberOf: Final = NamedNode("http://www.w3.org/ns/org#memberOf")
    originalOrganization: Final = NamedNode("http://www.w3.org/ns/org#originalOrganization")
    postIn: Final = NamedNode("http://www.w3.org/ns/org#postIn")
    purpose: Final = NamedNode("http://www.w3.org/ns/org#purpose")
    resultedFrom: Final = NamedNode("http://www.w3.org/ns/org#resultedFrom")
    subOrganizationOf: Final = NamedNode("http://www.w3.org/ns/org#subOrganizationOf")


class QB:
    """Terms of <http://purl.org/linked-data/cube#>."""

    AttributeProperty: Final = NamedNode("http://purl.org/linked-data/cube#AttributeProperty")
    CodedProperty: Final = NamedNode("http://purl.org/linked-data/cube#CodedProperty")
    ComponentSpecification: Final = NamedNode("http://purl.org/linked-data/cube#ComponentSpecification")
    DataSet: Final = NamedNode("http://purl.org/linked-data/cube#DataSet")
    DataStructureDefinition: Final = NamedNode("http://purl.org/linked-data/cube#DataStructureDefinition")
    DimensionProperty: Final = NamedNode("http://purl.org/linked-data/cube#DimensionProperty")
    MeasureProperty: Final = NamedNode("http://purl.org/linked-data/cube#MeasureProperty")
    Observation: Final = NamedNode("http://purl.org/linked-data/cube#Observation")
    attribute: Final = NamedNode("http://purl.org/linked-data/cube#attribute")
    codeList: Final = NamedNode("http://purl.org/linked-data/cube#codeList")
    component: Final = NamedNode("http://purl.org/linked-data/cube#component")
    componentRequired: Final = NamedNode("http://purl.org/linked-data/cube#componentRequired")
    concept: Final = NamedNode("http://purl.org/linked-data/cube#concept")
    dataSet: Final = NamedNode("http://purl.org/linked-data/cube#dataSet")
    dimension: Final = NamedNode("http://purl.org/linked-data/cube#dimension")
    measure: Final = NamedNode("http://purl.org/linked-data/cube#measure")
    order: Final = NamedNode("http://purl.org/linked-data/cube#order")
    structure: Final = NamedNode("http://purl.org/linked-data/cube#structure")


class SCHEMA:
    """Terms of <https://schema.org/>."""

    AdministrativeArea: Final = NamedNode("https://schema.org/AdministrativeArea")
    Claim: Final = NamedNode("https://schema.org/Claim")
    GovernmentOrganization: Final = NamedNode("https://schema.org/GovernmentOrganization")
    Person: Final = NamedNode("https://schema.org/Person")
    Project: Final = NamedNode("https://schema.org/Project")
    PropertyValue: Final = NamedNode("https://schema.org/PropertyValue")
    Rating: Final = NamedNode("https://schema.org/Rating")
    Report: Final = NamedNode("https://schema.org/Report")
    Review: Final = NamedNode("https://schema.org/Review")
    additionalProperty: Final = NamedNode("https://schema.org/additionalProperty")
    addressCountry: Final = NamedNode("https://schema.org/addressCountry")
    areaServed: Final = NamedNode("https://schema.org/areaServed")
    bestRating: Final = NamedNode("https://schema.org/bestRating")
    description: Final = NamedNode("https://schema.org/description")
    endDate: Final = NamedNode("https://schema.org/endDate")
    itemReviewed: Final = NamedNode("https://schema.org/itemReviewed")
    name: Final = NamedNode("https://schema.org/name")
    propertyID: Final = NamedNode("https://schema.org/propertyID")
    ratingValue: Final = NamedNode("https://schema.org/ratingValue")
    reportNumber: Final = NamedNode("https://schema.org/reportNumber")
    reviewAspect: Final = NamedNode("https://schema.org/reviewAspect")
    reviewRating: Final = NamedNode("https://schema.org/reviewRating")
    sameAs: Final = NamedNode("https://schema.org/sameAs")
    startDate: Final = NamedNode("https://schema.org/startDate")
    text: Final = NamedNode("https://schema.org/text")
    unitText: Final = NamedNode("https://schema.org/unitText")
    url: Final = NamedNode("https://schema.org/url")
    value: Final = NamedNode("https://schema.org/value")
    wordCount: Final = NamedNode("https://schema.org/wordCount")
    worstRating: Final = NamedNode("https://schema.org/worstRating")


class FOAF:
    """Terms of <http://xmlns.com/foaf/0.1/>."""

    Agent: Final = NamedNode("http://xmlns.com/foaf/0.1/Agent")
    Document: Final = NamedNode("http://xmlns.com/foaf/0.1/Document")
    Organization: Final = NamedNode("http://xmlns.com/foaf/0.1/Organization")
    Person: Final = NamedNode("http://xmlns.com/foaf/0.1/Person")
    homepage: Final = NamedNode("http://xmlns.com/foaf/0.1/homepage")
    isPrimaryTopicOf: Final = NamedNode("http://xmlns.com/foaf/0.1/isPrimaryTopicOf")
    name: Final = NamedNode("http://xmlns.com/foaf/0.1/name")
    page: Final = NamedNode("http://xmlns.com/foaf/0.1/page")
    primaryTopic: Final = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")


class GEO:
    """Terms of <http://www.opengis.net/ont/geosparql#>."""

    Feature: Final = NamedNode("http://www.opengis.net/ont/geosparql#Feature")
    SpatialObject: Final = NamedNode("http://www.opengis.net/ont/geosparql#SpatialObject")
    asWKT: Final = NamedNode("http://www.opengis.net/ont/geosparql#asWKT")
    hasGeometry: Final = NamedNode("http://www.opengis.net/ont/geosparql#hasGeometry")
    sfContains: Final = NamedNode("http://www.opengis.net/ont/geosparql#sfContains")
    sfWithin: Final = NamedNode("http://www.opengis.net/ont/geosparql#sfWithin")


class DCAT:
    """Terms of <http://www.w3.org/ns/dcat#>."""

    Catalog: Final = NamedNode("http://www.w3.org/ns/dcat#Catalog")
    DataService: Final = NamedNode("http://www.w3.org/ns/dcat#DataService")
    Dataset: Final = NamedNode("http://www.w3.org/ns/dcat#Dataset")
    DatasetSeries: Final = NamedNode("http://www.w3.org/ns/dcat#DatasetSeries")
    Distribution: Final = NamedNode("http://www.w3.org/ns/dcat#Distribution")
    Resource: Final = NamedNode("http://www.w3.org/ns/dcat#Resource")
    accessService: Final = NamedNode("http://www.w3.org/ns/dcat#accessService")
    accessURL: Final = NamedNode("http://www.w3.org/ns/dcat#accessURL")
    byteSize: Final = NamedNode("http://www.w3.org/ns/dcat#byteSize")
    compressFormat: Final = NamedNode("http://www.w3.org/ns/dcat#compressFormat")
    contactPoint: Final = NamedNode("http://www.w3.org/ns/dcat#contactPoint")
    dataset: Final = NamedNode("http://www.w3.org/ns/dcat#dataset")
    distribution: Final = NamedNode("http://www.w3.org/ns/dcat#distribution")
    downloadURL: Final = NamedNode("http://www.w3.org/ns/dcat#downloadURL")
    endDate: Final = NamedNode("http://www.w3.org/ns/dcat#endDate")
    endpointDescription: Final = NamedNode("http://www.w3.org/ns/dcat#endpointDescription")
    endpointURL: Final = NamedNode("http://www.w3.org/ns/dcat#endpointURL")
    hasCurrentVersion: Final = NamedNode("http://www.w3.org/ns/dcat#hasCurrentVersion")
    hasVersion: Final = NamedNode("http://www.w3.org/ns/dcat#hasVersion")
    inSeries: Final = NamedNode("http://www.w3.org/ns/dcat#inSeries")
    isVersionOf: Final = NamedNode("http://www.w3.org/ns/dcat#isVersionOf")
    keyword: Final = NamedNode("http://www.w3.org/ns/dcat#keyword")
    landingPage: Final = NamedNode("http://www.w3.org/ns/dcat#landingPage")
    mediaType: Final = NamedNode("http://www.w3.org/ns/dcat#mediaType")
    previousVersion: Final = NamedNode("http://www.w3.org/ns/dcat#previousVersion")
    servesDataset: Final = NamedNode("http://www.w3.org/ns/dcat#servesDataset")
    service: Final = NamedNode("http://www.w3.org/ns/dcat#service")
    startDate: Final = NamedNode("http://www.w3.org/ns/dcat#startDate")
    theme: Final = NamedNode("http://www.w3.org/ns/dcat#theme")
    version: Final = NamedNode("http://www.w3.org/ns/dcat#version")


class VOID:
    """Terms of <http://rdfs.org/ns/void#>."""

    Dataset: Final = NamedNode("http://rdfs.org/ns/void#Dataset")
    DatasetDescription: Final = NamedNode("http://rdfs.org/ns/void#DatasetDescription")
    Linkset: Final = NamedNode("http://rdfs.org/ns/void#Linkset")
    class_: Final = NamedNode("http://rdfs.org/ns/void#class")
    classPartition: Final = NamedNode("http://rdfs.org/ns/void#classPartition")
    classes: Final = NamedNode("http://rdfs.org/ns/void#classes")
    dataDump: Final = NamedNode("http://rdfs.org/ns/void#dataDump")
    distinctObjects: Final = NamedNode("http://rdfs.org/ns/void#distinctObjects")
    distinctSubjects: Final = NamedNode("http://rdfs.org/ns/void#distinctSubjects")
    documents: Final = NamedNode("http://rdfs.org/ns/void#documents")
    entities: Final = NamedNode("http://rdfs.org/ns/void#entities")
    exampleResource: Final = NamedNode("http://rdfs.org/ns/void#exampleResource")
    feature: Final = NamedNode("http://rdfs.org/ns/void#feature")
    inDataset: Final = NamedNode("http://rdfs.org/ns/void#inDataset")
    openSearchDescription: Final = NamedNode("http://rdfs.org/ns/void#openSearchDescription")
    properties: Final = NamedNode("http://rdfs.org/ns/void#properties")
    property: Final = NamedNode("http://rdfs.org/ns/void#property")
    propertyPartition: Final = NamedNode("http://rdfs.org/ns/void#propertyPartition")
    rootResource: Final = NamedNode("http://rdfs.org/ns/void#rootResource")
    sparqlEndpoint: Final = NamedNode("http://rdfs.org/ns/void#sparqlEndpoint")
    subset: Final = NamedNode("http://rdfs.org/ns/void#subset")
    triples: Final = NamedNode("http://rdfs.org/ns/void#triples")
    uriRegexPattern: Final = NamedNode("http://rdfs.org/ns/void#uriRegexPattern")
    uriSpace: Final = NamedNode("http://rdfs.org/ns/void#uriSpace")
    vocabulary: Final = NamedNode("http://rdfs.org/ns/void#vocabulary")


class VANN:
    """Terms of <http://purl.org/vocab/vann/>."""

    preferredNamespacePrefix: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespacePrefix")
    preferredNamespaceUri: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespaceUri")


class SH:
    """Terms of <http://www.w3.org/ns/shacl#>."""

    Info: Final = NamedNode("http://www.w3.org/ns/shacl#Info")
    NodeShape: Final = NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    PropertyShape: Final = NamedNode("http://www.w3.org/ns/shacl#PropertyShape")
    ValidationReport: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationReport")
    ValidationResult: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationResult")
    Violation: Final = NamedNode("http://www.w3.org/ns/shacl#Violation")
    Warning: Final = NamedNode("http://www.w3.org/ns/shacl#Warning")
    conforms: Final = NamedNode("http://www.w3.org/ns/shacl#conforms")
    description: Final = NamedNode("http://www.w3.org/ns/shacl#description")
    focusNode: Final = NamedNode("http://www.w3.org/ns/shacl#focusNode")
    message: Final = NamedNode("http://www.w3.org/ns/shacl#message")
    name: Final = NamedNode("http://www.w3.org/ns/shacl#name")
    path: Final = NamedNode("http://www.w3.org/ns/shacl#path")
    property: Final = NamedNode("http://www.w3.org/ns/shacl#property")
    result: Final = NamedNode("http://www.w3.org/ns/shacl#result")
    resultMessage: Final = NamedNode("http://www.w3.org/ns/shacl#resultMessage")
    resultPath: Final = NamedNode("http://www.w3.org/ns/shacl#resultPath")
    resultSeverity: Final = NamedNode("http://www.w3.org/ns/shacl#resultSeverity")
    severity: Final = NamedNode("http://www.w3.org/ns/shacl#severity")
    sourceConstraintComponent: Final = NamedNode("http://www.w3.org/ns/shacl#sourceConstraintComponent")
    sourceShape: Final = NamedNode("http://www.w3.org/ns/shacl#sourceShape")
    targetClass: Final = NamedNode("http://www.w3.org/ns/shacl#targetClass")
    targetNode: Final = NamedNode("http://www.w3.org/ns/shacl#targetNode")
    targetObjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetObjectsOf")
    targetSubjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetSubjectsOf")
    value: Final = NamedNode("http://www.w3.org/ns/shacl#value")


class SD:
    """Terms of <http://www.w3.org/ns/sparql-service-description#>."""

    BasicFederatedQuery: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery")
    Dataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Dataset")
    DereferencesURIs: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#DereferencesURIs")
    EmptyGraphs: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#EmptyGraphs")
    Graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Graph")
    NamedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#NamedGraph")
    RequiresDataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#RequiresDataset")
    SPARQL11Query: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#SPARQL11Query")
    SPARQL11Update: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#SPARQL11Update")
    Service: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Service")
    UnionDefaultGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph")
    defaultDataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#defaultDataset")
    defaultGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#defaultGraph")
    endpoint: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")
    feature: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#feature")
    graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#graph")
    inputFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#inputFormat")
    name: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#name")
    namedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#namedGraph")
    resultFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#resultFormat")
    supportedLanguage: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#supportedLanguage")
    url: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#url")


class SPDX:
    """Terms of <http://spdx.org/rdf/terms#>."""

    Checksum: Final = NamedNode("http://spdx.org/rdf/terms#Checksum")
    algorithm: Final = NamedNode("http://spdx.org/rdf/terms#algorithm")
    checksum: Final = NamedNode("http://spdx.org/rdf/terms#checksum")
    checksumAlgorithm_sha256: Final = NamedNode("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    checksumValue: Final = NamedNode("http://spdx.org/rdf/terms#checksumValue")
