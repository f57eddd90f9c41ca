"""What a trial of a trigger says, in plain English: the absolute probability first, then the effect.

Comes in: a `Trial`. Goes out: sentences. Knows nothing about pages; it never says that an effect is
absent, only whether the record can tell one from none.
"""

from collections.abc import Iterator, Sequence

from tocsin.forecast.settings import load_settings
from tocsin.forecast.trial import Trial
from tocsin.forecast.ways import CONTROL, Way
from tocsin.forecast.words import say_count, say_date, say_percent
from tocsin.reference.anchors import anchors


def say_trial(trial: Trial) -> tuple[str, ...]:
    """The finding, a sentence or two for each thought, in the order in which a reader needs them."""
    return (
        _say_chance(trial),
        *_say_ends(trial),
        _say_windows(trial),
        _say_verdict(trial),
        *_say_control(trial),
        *_say_ways(trial),
        *_say_seasons(trial),
    )


def say_way(way: Way) -> tuple[str, ...]:
    """A line of the table: name, windows, hit, seen, expected, plain ratio, shrunken ratio, placebo p."""
    plain = f"{way.plain[0]:.2f} ({way.plain[1]:.2f} to {way.plain[2]:.2f})" if way.plain else "-"
    shrunken = f"{way.shrunken.ratio:.2f} ({way.shrunken.low:.2f} to {way.shrunken.high:.2f})"
    p = "-" if way.placebo_p is None else f"{way.placebo_p:.4f}"
    numbers = (str(way.windows), str(way.hit), str(way.observed), f"{way.expected:.1f}")
    return (way.name, *numbers, plain, shrunken, p)


def name_trigger(trial: Trial) -> str:
    """`US presidential election, 28 days before to 28 after`."""
    feared = trial.feared
    return f"{anchors()[feared.anchors[0]].name}, {feared.before} days before to {feared.after} after"


def _say_chance(trial: Trial) -> str:
    chance, feared = trial.chance, trial.feared
    span = f"from {say_date(chance.start)} to {say_date(chance.end)}"
    days = feared.before + feared.after + 1
    if chance.alone != chance.alone:  # not a number: the record covers none of the kinds
        kinds = ", ".join(feared.kinds)
        return f"The record covers none of {kinds} by {say_date(trial.as_of)}: nothing can be told."
    what = "The next window that is known" if chance.is_dated else "No coming date is known; a window as long"
    return (
        f"{what} runs {span}, {days} days. As of {say_date(trial.as_of)} the rate alone gives "
        f"{say_percent(chance.alone)} for at least one event in it ({say_percent(chance.low)} to "
        f"{say_percent(chance.high)}), whatever the date; with the effect that the record supports, "
        f"{say_percent(chance.lifted)}. Counted are: {', '.join(feared.kinds)}."
    )


def _say_ends(trial: Trial) -> Iterator[str]:
    """Which kinds the record has stopped listing, since the probability then rests on a rate carried on."""
    over = [(kind, end) for kind, end in trial.covered if end < trial.as_of]
    if over and len({end for _, end in over}) == 1:
        kinds = ", ".join(kind for kind, _ in over)
        yield f"The record of {kinds} ends on {say_date(over[0][1])}: their last rate is carried on, fading."
    elif over:
        ends = ", ".join(f"{kind} on {say_date(end)}" for kind, end in over)
        yield f"The record ends for {ends}: these rates are carried on, fading."


def _say_windows(trial: Trial) -> str:
    way = trial.believed
    if not way.windows:
        return "The record covers no such window yet, so nothing can be told from it."
    return (
        f"Of the {say_count(way.windows, 'window')} that the record covers, {way.hit} held the start of at "
        f"least one episode: {say_count(way.observed, 'episode')} against {way.expected:.1f} expected from "
        f"the other days of the same years."
    )


def _say_verdict(trial: Trial) -> str:
    way, settings = trial.believed, load_settings()
    effect = way.shrunken
    band = f"{effect.ratio:.1f}, 90 % {effect.low:.1f} to {effect.high:.1f}"
    if way.placebo_p is None:
        return f"Nothing can be told: the shrunken rate ratio is the sceptic's own, {band}."
    bar = say_percent(settings.placebo_level / trial.tested)
    tested = (
        f"5 % over {say_count(trial.tested, 'trigger')} tested" if trial.tested > 1 else "one trigger tested"
    )
    placebo = (
        f"{say_percent(way.placebo_p)} of random dates did as well or better, and the bar is {bar}, {tested}"
    )
    if trial.is_told:
        return f"The record shows an effect, not its cause: shrunken rate ratio {band}; {placebo}."
    return f"The record cannot tell an effect from none: shrunken rate ratio {band}; {placebo}."


def _say_control(trial: Trial) -> Iterator[str]:
    """Whether the season alone would explain it."""
    for way in trial.ways:
        if way.group == CONTROL and way.plain:
            effect = way.shrunken
            yield (
                f"Against the same season of years nearby without such a date: {way.observed} episodes, "
                f"{way.expected:.1f} expected, shrunken ratio {effect.ratio:.1f} ({effect.low:.1f} to "
                f"{effect.high:.1f})."
            )


def _say_ways(trial: Trial) -> Iterator[str]:
    """How many of the other ways stand out by themselves, and how many would by chance."""
    others = [way for way in trial.ways[1:] if not _is_season(way) and way.placebo_p is not None]
    if not others:
        return
    out = [way for way in others if way.placebo_p is not None and way.placebo_p < 0.05]
    named = f" ({_join([way.name for way in out])})" if out else ""
    yield (
        f"Of {say_count(len(others), 'other way')} of counting the same fear, {len(out)} "
        f"{'has' if len(out) == 1 else 'have'} a placebo p under .05{named}; by chance alone about "
        f"{0.05 * len(others):.0f} would. They are shown, and none is chosen from."
    )


def _say_seasons(trial: Trial) -> Iterator[str]:
    seasons = [way for way in trial.ways if _is_season(way)]
    level = 0.05 / max(len(seasons), 1)
    more = [way for way in seasons if way.placebo_p is not None and way.placebo_p < level]
    less = [way for way in seasons if way.plain and way.plain[2] < 1 and not way.observed > way.expected]
    if more:
        told = _join([f"{way.name}: {way.observed} against {way.expected:.1f}" for way in more])
        yield f"What does stand out is the season, after allowing for {len(seasons)} looked at ({told})."
    elif seasons:
        yield f"No month or season stands out either, after allowing for {len(seasons)} looked at."
    if less:
        told = _join([f"{way.name}: {way.observed} against {way.expected:.1f}" for way in less])
        yield f"Quieter than the rest of their years, by their own interval alone: {told}."


def _is_season(way: Way) -> bool:
    return way.group.startswith("season")


def _join(words: Sequence[str]) -> str:
    return ", ".join(words)
