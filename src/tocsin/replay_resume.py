"""Going on with a replay that was broken off: what stands in its file is read back, and the rest cut.

Comes in: the file of forecasts so far, the series, the period. Goes out: the days that are whole, as they
were forecast. Knows nothing about how a probability is found; a forecast rests on the days before it
alone, so that a replay may begin anywhere.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tocsin.errors import ConfigurationError
from tocsin.factfiles import Asked
from tocsin.forecast.blend import DayForecast
from tocsin.replay import Period, read_day


def recover_days(file: Path, asked: Sequence[Asked], period: Period) -> Iterator[tuple[DayForecast, ...]]:
    """The whole days at the start of a broken-off file, in order; the file is cut after the last of them.

    Raises:
        ConfigurationError: the file cannot be read, or begins with another series list, period or horizons.
    """
    lines_a_day, kept = len(asked) * len(period.horizons), 0
    try:
        with file.open(encoding="utf-8", newline="") as text:
            for day in period.days:
                lines = list(islice(text, lines_a_day))
                made = read_day(lines, asked, day, period.horizons)
                if made is None:
                    if not kept and len(lines) == lines_a_day:
                        raise _other(file)
                    break
                kept += sum(len(line.encode()) for line in lines)
                yield made
        with file.open("r+b") as raw:
            raw.truncate(kept)
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            str(file), f"cannot be read ({type(error).__name__})", "leave out --resume to begin again"
        ) from None


def _other(file: Path) -> ConfigurationError:
    return ConfigurationError(
        str(file),
        "its first day is not that of this series list, period and horizons",
        "repeat the command that wrote it, or leave out --resume to begin again",
    )
