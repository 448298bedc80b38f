"""A second reader: any chat endpoint of the OpenAI form reads a document under the same guidelines. Off by default.

An assessment read by rules goes in, one read by the model (`chat`) or by both comes out. A file a step: `settings`,
`split` (a document into passages), `prompt` (passage -> messages; `guide.md` and `answer.schema.json` are its data),
`keep` (answers had before), `ask` (over HTTP), `check` and `place` (an answer's findings, each with its quote found in
the text), `agree` (what two readers found), `count` (tokens and money), all in the order of `read`.
"""
