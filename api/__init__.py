"""How programs and browsers ask: SPARQL, linked data, research queries, patterns, pages, over HTTP.

What comes in: requests, and `Settings` from whoever starts the service. What goes out: bytes in the form that a
client accepts, or one shape of failure. A request visits `edge` (one spelling of its path, safe headers), then the
router of its concern: `sparql` (with `editor`, its page), `linked_data` and `vocabulary` (with `describe`, `labels`),
`research` and `patterns` (with `parameters`), `pages` (with `tallies`), `health`, or for who bears one of the `tokens`
(which `access` looks at) `update` or `graphs`, whose changes `commit` has carried out. These read it with `requests`
and `negotiate`, ask the pool of `service`, write it with `cells`, `links` and `render`, and send it with `respond`.
What fails is looked up in `errors` and told by `problems`. `app` puts it all together, `server` speaks HTTP for it
and `record` writes of each request to `logs` and `metrics`; `several` runs it in many
processes.
"""
