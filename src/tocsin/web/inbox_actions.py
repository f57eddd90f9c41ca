"""What a person does with stories in the inbox: read, set aside, unread again. It is theirs alone.

Comes in: a filled form and the desk it is done at. Goes out: one line of what was done. Reading is no
judgement: the audit trail is left alone. Knows nothing about requests and pages.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from tocsin.triaging import Tray, lay_away
from tocsin.web.forms import Action, Desk, Form


class LayForm(Form):
    """A story and the tray that it goes into."""

    story: Annotated[str, Field(min_length=1, max_length=64)] = Field(title="Story", description="Its id.")
    tray: Tray = Field(title="Tray")


def lay_story(desk: Desk, form: LayForm) -> str:
    """Put a story into one's own tray."""
    lay_away(desk.store, form.story, form.tray, person=desk.by, at=desk.at)
    return {"read": "Read.", "aside": "Set aside.", "unread": "Unread again."}[form.tray]


INBOX_ACTIONS: Mapping[str, Action] = {
    "lay-story": Action("reader", "Lay away", "inbox lay", LayForm, lay_story, "/inbox"),
}
