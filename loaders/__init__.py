"""Documents in, RDF out. A file a step, visited in this order:

`collect` (paths and their `manifest`; `unpack` archives, `fetch` addresses) -> `read` (bytes to Document: `decode` and
`read_text`, `read_html`, `read_markdown`; `read_docx`, `read_odt`; `read_pdf` over `pdf_words`, `pdf_rows`,
`pdf_margins`, `pdf_lines` (`pdf_gutters`, `pdf_tables`) and `pdf_blocks`; all in `limits`) -> `extract`, which calls
`choose` (the inspectorate's `profile`), `describe` (who judged whom, when: `forces`, `dates`), `outline` (what a block
inherits from the layout), `segment` (blocks to sentences to clauses), `judge` (is a clause a finding, of which kind),
`relate` (findings: `themes`, `partners`, `change`, `action`), `grades` (with `asked`, `graded`, `wording`) and, in a
joint report, `attribute` (of which force) -> `triples` (one named graph) or `form` (JSON).

`model` holds the dataclasses that travel between them; `reading` names a way of reading; `lexicon` reads the rules
(`rules/`), which `phrases` finds in `words`; `features`, `joints`, `around` and `linear` are the small models
(`models/`), which `train` fits (`fit`) on `gold` and `written` documents.
`second` is a folder of its own: a chat model that reads after the rules, where one is asked for. Nothing here knows a
store.
"""
