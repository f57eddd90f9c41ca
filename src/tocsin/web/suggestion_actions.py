"""What a person can do from the workbench with what a model proposed: accept or reject it, once.

Comes in: a filled form and the desk it is done at. Goes out: one line of what was done. Nothing here asks the
model: that is for the command line. Knows nothing about requests and pages.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from tocsin.web.forms import Action, Desk, Form


class SuggestionForm(Form):
    """A decision on something that a model proposed."""

    suggestion: Annotated[str, Field(min_length=1, max_length=64, title="Suggestion", description="Its id.")]
    because: Annotated[
        str, Field(min_length=1, max_length=1000, title="Why", description="In a sentence; it stays.")
    ]


def accept_suggestion(desk: Desk, form: SuggestionForm) -> str:
    """Accept a claim or a match that a model proposed."""
    return _decide(desk, form, is_accepted=True)


def reject_suggestion(desk: Desk, form: SuggestionForm) -> str:
    """Reject a claim or a match that a model proposed."""
    return _decide(desk, form, is_accepted=False)


def _decide(desk: Desk, form: SuggestionForm, *, is_accepted: bool) -> str:
    from tocsin.deciding import decide_suggestion

    made = decide_suggestion(
        desk.store, form.suggestion, is_accepted=is_accepted, by=desk.by, because=form.because, at=desk.at
    )
    what = f"{made.indicator}, {made.item}" if made.indicator else "a claim of its document"
    return f"{'Accepted' if is_accepted else 'Rejected'}: {what}; the next run heeds it."


SUGGESTION_ACTIONS: Mapping[str, Action] = {
    "accept-suggestion": Action("analyst", "Accept", "suggest accept", SuggestionForm, accept_suggestion),
    "reject-suggestion": Action("analyst", "Reject", "suggest reject", SuggestionForm, reject_suggestion),
}
