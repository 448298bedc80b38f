"""What there is to say: the OWL vocabulary, SKOS schemes, SHACL shapes, JSON-LD context and reference data."""
