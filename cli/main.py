"""The `peelgraph` command: its subcommands, assembled."""

import typer

from cli import export, extract, generations, load, patterns, query, review, serve, stats, validate, withdraw

EPILOG = "The store is ./peelgraph-data unless --store or PEELGRAPH_STORE says otherwise."

app = typer.Typer(
    name="peelgraph",
    help="A knowledge graph of policing findings: load assessments, ask across forces, serve the answers.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("load", epilog=load.EXAMPLE)(load.load)
app.command("extract", epilog=extract.EXAMPLE)(extract.extract)
app.command("query", epilog=query.EXAMPLE)(query.query)
app.command("patterns", epilog=patterns.EXAMPLE)(patterns.patterns)
app.add_typer(review.app, name="review", help="Uncertain findings, for a person to accept, correct or reject.")
app.command("serve", epilog=serve.EXAMPLE)(serve.serve)
app.command("stats", epilog=stats.EXAMPLE)(stats.stats)
app.command("validate", epilog=validate.EXAMPLE)(validate.validate)
app.command("withdraw", epilog=withdraw.EXAMPLE)(withdraw.withdraw)
app.command("generations", epilog=generations.EXAMPLE)(generations.generations)
app.command("rollback", epilog=generations.BACK)(generations.rollback)
app.command("export", epilog=export.EXAMPLE)(export.export)


def main() -> None:
    """Run the command line."""
    app()
