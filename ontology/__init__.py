"""What there is to say: the OWL vocabulary, SKOS schemes, SHACL shapes, JSON-LD context and reference data.

Tables come in, checked cell by cell; two graphs go out, and reports on what breaks the shapes. In order: `iris` mints
identifiers and `terms` names the vocabulary; `tables`, `rows`, `records` and `reference` read the reference data;
`periods` and `statements` help `schemes`, `organisations` and `published` to state them; `graph` puts both graphs
together; `validate` checks any graph. `kinds` names the kinds of finding; `reviews` says what a person decided on one,
`decide` makes that of a person's words, `settle` applies it to the graph, `review_files` carries it from store to
store. `generate`, with `context` and `page`, makes what is made from the vocabulary.
"""
