"""Documents in, RDF out. A file a step, visited in this order:

`collect` (paths and their `manifest`) -> `read` (`read_text`, `read_html`: bytes to Document) -> `extract`, which
calls `describe` (who judged whom, when), `segment` (blocks to sentences to clauses), `grades`, and `relate`, which
lets `judge` tell whether a clause is a finding, of which kind and theme, and adds `partners` -> `triples` (one named
graph) or `form` (JSON).

`model` holds the dataclasses that travel between them, `lexicon` the rules (`rules/`), `features` and `linear` the
small models (`models/`), which `train` fits. Nothing here knows a store.
"""
