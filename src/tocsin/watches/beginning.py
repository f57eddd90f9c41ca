"""The start of a watch: a commented folder that loads, for a desk to overwrite line by line.

Comes in: a name, a folder and a day. Goes out: the files' paths. Knows nothing about any danger; the start's
own is made up.
"""

import datetime as dt
import re
from pathlib import Path

from tocsin.errors import ConfigurationError

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_START = Path(__file__).parent / "start"
_FILES = {"watch.start": "watch.yaml", "plan.start": "plans/closure.yaml"}


def begin_watch(name: str, folder: Path, day: dt.date) -> tuple[Path, ...]:
    """Write a start of the watch `name` into `folder`, dated by `day`.

    Raises:
        ConfigurationError: the name cannot be a watch's, or something stands at that place already.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            name, "cannot be the name of a watch", "write it in lower case with hyphens, like amber-strait"
        )
    if folder.exists():
        raise ConfigurationError(str(folder), "is there already", "choose another name, or remove it first")
    try:
        return tuple(_write(source, folder / target, name, day) for source, target in _FILES.items())
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise ConfigurationError(str(folder), what, "choose a folder of yours with --out") from None


def _write(source: str, target: Path, name: str, day: dt.date) -> Path:
    text = (_START / source).read_text(encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace("NAME", name).replace("TODAY", day.isoformat()), encoding="utf-8")
    return target
