"""A store on any SPARQL 1.1 service, asked over HTTP through SPARQLWrapper.

What comes in: an address and the environment. What goes out: the same Reader and Writer as of a folder. In the order
of their work: `servers` (with its table `servers.toml`) knows how servers differ, `access` finds out which one an
address is and who asks, `http` sends one request, `engine` stands in for the embedded engine, `marker` names the
generation, `read` and `write` (with `batches`) are the two doors, `opening` opens them.
"""
