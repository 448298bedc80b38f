"""Read: an assessment as the rules read it -> the same as the model, or both, read it; the steps in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from loaders.attribute import Attribution, attributed
from loaders.choose import choose
from loaders.model import Assessment, Document, Finding, Notice
from loaders.outline import Context, block_contexts
from loaders.profile import Profile
from loaders.second.agree import Agreement, agree
from loaders.second.ask import AskError, ask
from loaders.second.check import Asked, Checked, check
from loaders.second.count import Cost, tokens_of
from loaders.second.keep import Keeper, KeepError, key_of
from loaders.second.place import bounds, view
from loaders.second.prompt import Prompt, prompt
from loaders.second.settings import Settings
from loaders.second.split import Passage, split

Mode = Literal["chat", "both"]


@dataclass(slots=True)
class SecondReader:
    """A run of the second reader: what it may spend and has spent, and how far it agrees with the rules so far."""

    settings: Settings
    mode: Mode
    cost: Cost = field(default_factory=Cost)
    agreement: Agreement = field(default_factory=Agreement)
    stopped: str | None = None
    """Why nothing more is asked in this run."""
    failed: int = 0
    """Passages without an answer since the last answer."""

    @property
    def name(self) -> str:
        """Name this way of reading: see `Assessment.reader`. The prompt is part of the program's own name."""
        known = self.settings
        return f"{self.mode} {known.model} {known.passage_tokens} {known.confidence}"

    def tell(self) -> tuple[str, ...]:
        """Say what the run took, and how far the two readers agree where both have read."""
        agreed = (self.agreement.tell(),) if self.mode == "both" else ()
        return self.cost.tell(self.settings, before=False), *agreed

    def estimates(self, assessments: Iterable[Assessment]) -> str:
        """Say what reading all these would take; holds one at a time."""
        return sum(map(self.estimate, assessments), Cost()).tell(self.settings, before=True)

    def estimate(self, assessment: Assessment) -> Cost:
        """Give what reading an assessment would take: tokens in about, tokens out at most. Asks nothing."""
        total = Cost()
        for _, asked, key in self._prompts(assessment, _outline(assessment)[1]):
            try:
                kept = self._keeper.get(key) is not None
            except KeepError:
                kept = False
            total += Cost(kept=1) if kept else Cost(1, 0, tokens_of(asked.text), self.settings.answer_tokens)
        return total

    def read(self, assessment: Assessment) -> Assessment:
        """Give the assessment as the model, or both, read it; where the model has no answer, the rules' reading stands.

        Never raises for what a service does: what went wrong stands in the notices.
        """
        document, notices = assessment.document, list(assessment.notices)
        profile, contexts = _outline(assessment)
        limits = bounds(document, contexts)
        found: list[Finding] = []
        answered: list[Passage] = []
        passages = 0
        for passage, asked, key in self._prompts(assessment, contexts):
            passages += 1
            about = Asked(document, assessment.metadata.force, view(document, passage), limits)
            place = _Place(document, passage, notices)
            checked = self._findings(asked, key, about, place)
            if checked is not None:
                answered.append(passage)
                found += checked.findings
                for dropped in checked.dropped:
                    place.tell(f"{self.settings.model}: {dropped}")
        missing = passages - len(answered)
        if missing and self.stopped:
            message = f"{missing} of {passages} passages are read by rules alone: {self.stopped}"
            notices.append(Notice("warning", document.name, "", message))
        joint = assessment.metadata.forces
        if joint:
            found = [*attributed(found, Attribution(document, contexts, joint, profile.reference.forces))]
        findings = self._together(assessment, found, answered)
        name = f"{self.name} in part" if missing else self.name
        return replace(assessment, findings=findings, notices=tuple(notices), reader=name)

    @property
    def _keeper(self) -> Keeper:
        return Keeper(Path(self.settings.cache))

    def _prompts(self, assessment: Assessment, contexts: Sequence[Context]) -> Iterator[tuple[Passage, Prompt, str]]:
        document = assessment.document
        for passage in split(document, contexts, self.settings.passage_tokens):
            made = prompt(document, passage, assessment.metadata.force)
            yield passage, made, key_of(document.sha256, made.text, self.settings.model)

    def _findings(self, asked: Prompt, key: str, about: Asked, place: "_Place") -> Checked | None:
        """Give the model's findings in a passage, from its kept answer or a new one; None where it has none."""
        try:
            kept = self._keeper.get(key)
            if kept is not None:
                checked = check(kept, about, self.settings)
                self.cost += Cost(kept=1)
                return checked
        except (KeepError, AskError) as error:
            place.tell(f"a kept answer is damaged and is asked for again: {error}")
        if not self._may_ask(asked):
            return None
        try:
            content, checked = self._answer(asked, about)
        except AskError as error:
            place.tell(f"{self.settings.model} {error}; read by rules alone")
            self._fail()
            return None
        self.failed = 0
        try:
            self._keeper.put(key, self.settings.model, content)
        except KeepError as error:
            place.tell(f"the answer isn't kept: {error}")
        return checked

    def _answer(self, asked: Prompt, about: Asked) -> tuple[str, Checked]:
        """Give what the model wrote and the findings in it, and count what it took. Raises AskError."""
        guess = tokens_of(asked.text)

        def lost() -> None:
            self.cost += Cost(tokens_in=guess, guessed=True)

        self.cost += Cost(asked=1)
        answer = ask(self.settings, asked, lost)
        if answer.tokens_in is None or answer.tokens_out is None:
            self.cost += Cost(tokens_in=guess, tokens_out=tokens_of(answer.content), guessed=True)
        else:
            self.cost += Cost(tokens_in=answer.tokens_in, tokens_out=answer.tokens_out)
        if answer.fault:
            raise AskError(answer.fault)
        return answer.content, check(answer.content, about, self.settings)

    def _may_ask(self, asked: Prompt) -> bool:
        most = self.settings.run_tokens
        if not self.stopped and self.cost.tokens + tokens_of(asked.text) + self.settings.answer_tokens > most:
            self.stopped = (
                f"the next answer might pass the limit of {most:,} tokens a run (PEELGRAPH_READER_RUN_TOKENS)"
            )
        return self.stopped is None

    def _fail(self) -> None:
        self.failed += 1
        if self.failed >= self.settings.failures:
            self.stopped = f"{self.failed} passages in a row had no answer that could be used"

    def _together(
        self, assessment: Assessment, found: Sequence[Finding], answered: Sequence[Passage]
    ) -> tuple[Finding, ...]:
        """Put the model's findings together with the rules', which alone stand where the model gave no answer."""
        ours: tuple[list[Finding], list[Finding]] = ([], [])
        for finding in assessment.findings:
            ours[any(passage.start <= finding.start < passage.end for passage in answered)].append(finding)
        both: Sequence[Finding] = found
        if self.mode == "both":
            both, agreement = agree(assessment.document.text, ours[True], found, self.settings.model)
            self.agreement += agreement
        return tuple(sorted((*ours[False], *both), key=lambda known: (known.start, known.end)))


def _outline(assessment: Assessment) -> tuple[Profile, tuple[Context, ...]]:
    """Give the profile that an assessment was read by, and what its blocks inherit from the layout."""
    profile, _ = choose(assessment.document, assessment.metadata)
    return profile, block_contexts(assessment.document, profile)


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage, and the notices to which what happened there is added."""

    document: Document
    passage: Passage
    notices: list[Notice]

    def tell(self, message: str) -> None:
        """Add a notice about the passage."""
        place = f"characters {self.passage.start:,} to {self.passage.end:,}"
        self.notices.append(Notice("warning", self.document.name, place, message))
