"""Writes the evidence part: how much bears on the problem, who stands behind it, who denies it.

Comes in: the material. Goes out: lines; the table of claims is the brief's own list of claims. Knows
nothing about likelihood.
"""

from collections.abc import Iterator

from tocsin.brief.bottom import laid_to
from tocsin.brief.line import Line, information
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, document_id
from tocsin.brief.wording import (
    band,
    count,
    day,
    days,
    flat,
    listing,
    lower_first,
    quoted,
    unended,
    upper_first,
)
from tocsin.terms import BriefClaim, Claim, Origin, Story

TOLD_STORIES = 8
TOLD_CLAIMS = 12  # without a watch, so many claims are told in sentences; the table holds the rest
TOLD_DATES = 8
TOLD_INTERESTS = 4
TOLD_COMPARISONS = 4  # the others stand in the table of claims
TOLD_DOCUMENTS = 3  # of so many documents the dates are told
HOW_SAID = {
    "asserts": "said",
    "denies": "denied",
    "declines": "declined to say",
    "doubts": "doubted",
    "asks": "asked",
    "demands": "demanded",
    "promises": "promised",
    "threatens": "threatened",
    "fears": "feared",
    "hopes": "hoped",
    "believes": "believed",
}

HOW_JUDGED = {"true": "hold", "false": "do not", "not checkable": "cannot be checked"}

HOW_TOLD = {
    "occurred": "told as fact",
    "ongoing": "told as going on",
    "planned": "told as planned",
    "possible": "told as possible",
    "conditional": "told as conditional",
    "did-not-occur": "told as not having happened",
    "general": "told as an opinion or a general truth",
}


def write_evidence(material: Material) -> Iterator[Line]:
    """Counts, stories with their origins, denials beside what they deny, and without a watch the claims."""
    yield _scope(material)
    for number, story in enumerate(material.stories):
        if number < TOLD_STORIES or story.independent.asserting.median > 1:
            yield from _story(material, story)
    yield from _denials(material)
    yield from _interests(material)
    yield from _letters(material)
    yield from _comparisons(material)
    if material.watch is None:
        yield from (_claim(material, claim) for claim in _told_claims(material))
        yield from _dates(material)


def _scope(material: Material) -> Line:
    bearing, total = len(material.bearing), len(material.documents)
    if material.watch is None:
        words = sum(document.words for document in material.documents)
        were = "was" if total == 1 else "were"
        text = f"{upper_first(count(total, 'document'))} of {words:,} words {were} read"
    else:
        text = (
            f"{bearing} of {count(total, 'document')} {'bears' if bearing == 1 else 'bear'} on this problem"
        )
    shown = len(material.claims)
    text = f"{text}, and {count(shown, 'claim')} from them {_are(shown)} shown below"
    read = material.bearing if material.watch else [document.id for document in material.documents]
    return information(text, [*(document_id(each) for each in read), brief_id(material.version)])


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _story(material: Material, story: Story) -> Iterator[Line]:
    counts, documents = story.independent, len(story.documents)
    asserting = band_of_counts(counts.asserting.low, counts.asserting.median, counts.asserting.high)
    name = _story_name(material, story)
    known = [each for each in story.documents if each in material.by_id]
    if documents == 1 and known:
        text = f"{name} stands in {material.label(known[0])} alone and rests on {asserting}"
    else:
        text = f"{name} stands in {count(documents, 'document')} and rests on {asserting}"
    if counts.denying.high:
        denying = band_of_counts(counts.denying.low, counts.denying.median, counts.denying.high)
        text += f"; {denying} {'denies' if counts.denying.median == 1 else 'deny'} it"
    ids = [origin.id for origin in story.origins] or [document_id(each) for each in story.documents]
    yield information(text, ids)
    for origin in story.origins:
        yield from _origin(material, origin)


def _story_name(material: Material, story: Story) -> str:
    documents = [material.by_id[each] for each in story.documents if each in material.by_id]
    texts = [flat(text) for document in documents for text in (document.text, document.title or "")]
    if story.claim and any(flat(story.claim) in text for text in texts):
        return f"The account {quoted(story.claim, 140)}"
    if len(documents) == 1:
        return "An account"
    return f"The account in {listing((material.label(each.id) for each in documents), 3)}"


def band_of_counts(low: int, median: int, high: int) -> str:
    """A count of origins with its interval: `1 independent origin (1 to 2)`."""
    text = count(median, "independent origin")
    return text if low == median == high else f"{text} ({low} to {high})"


def _origin(material: Material, origin: Origin) -> Iterator[Line]:
    others = [each for each in origin.documents if each in material.by_id]
    if len(others) < 2 and origin.seen:
        return
    told = [each for each in others if material.by_id[each].outlet != origin.name] or others
    labels = listing((material.label(each) for each in told), 6)
    whose = f"what {origin.name} itself reports" if len(told) < len(others) else origin.name
    unseen = "" if origin.seen else ", which is cited and was not itself seen here"
    verb = "rests" if len(told) == 1 else "rest"
    text = f"{labels} {verb} on {whose}{unseen}"
    text += "" if len(others) < 2 else ", and together count as one origin"
    yield information(text, [origin.id, *(document_id(each) for each in others)])


def _denials(material: Material) -> Iterator[Line]:
    """Each denial once, however many documents carry it in the same words."""
    by_id = {claim.id: claim for claim in material.claims}
    same: dict[tuple[tuple[str, ...], str], list[BriefClaim]] = {}
    for claim in material.claims:
        if claim.denies:
            same.setdefault((claim.chain, flat(claim.text)), []).append(claim)
    for claims in same.values():
        denied = dict.fromkeys(key for claim in claims for key in claim.denies)
        yield _denial(material, claims, [by_id[key] for key in denied])


def _denial(material: Material, claims: list[BriefClaim], denied: list[BriefClaim]) -> Line:
    claim, first = claims[0], denied[0]
    who = laid_to(claim.chain) if claim.chain else f"the author of {material.label(claim.document)}"
    of_whom = f" of {laid_to(first.chain)}" if first.chain else ""
    more = f" and {count(len(denied) - 1, 'claim')} like it" if len(denied) > 1 else ""
    text = f"A denial laid to {who}{_told_in(claims)}, {quoted(claim.text, 140)}, stands against the claim"
    text += f"{of_whom}: {quoted(first.text, 140)}{more}; it is shown beside it and not subtracted from it"
    return information(text, [*(each.id for each in claims), *(each.id for each in denied)])


def _interests(material: Material) -> Iterator[Line]:
    """Who gains if a claim is believed, by source: officials as well as those who deny."""
    gains: dict[str, list[BriefClaim]] = {}
    for claim in material.claims:
        if claim.interest:
            gains.setdefault(claim.interest, []).append(claim)
    for note, claims in sorted(gains.items(), key=lambda each: -len(each[1]))[:TOLD_INTERESTS]:
        names = dict.fromkeys(laid_to(claim.chain[-1:]) for claim in claims if claim.chain)
        who = f", laid to {listing(names, 3)}" if names else ""
        number = len(claims)
        text = f"Who gains if {count(number, 'claim')}{who}, {_are(number)} believed: {unended(note)}"
        yield information(text, [claim.id for claim in claims])


def _letters(material: Material) -> Iterator[Line]:
    """How many of the sources' letters a person gave; the others are suggestions."""
    given = [claim for claim in material.claims if claim.grade.by]
    if given:
        names = listing(dict.fromkeys(laid_to(claim.chain[-1:]) for claim in given if claim.chain), 5)
        told = f"Letters that a person gave stand on {count(len(given), 'claim')}"
        text = f"{told}{f' of {names}' if names else ''}; all others are suggestions by the kind of source"
        yield information(text, [claim.id for claim in given])


def _told_in(claims: list[BriefClaim]) -> str:
    documents = len({claim.document for claim in claims})
    return f" (in {documents} documents)" if documents > 1 else ""


def _comparisons(material: Material) -> Iterator[Line]:
    """How many comparisons with the past the record bears out, then those that it decides, false first."""
    checks = material.checks
    if not checks:
        return
    tally = {verdict: sum(check.verdict == verdict for check in checks) for verdict in HOW_JUDGED}
    told = listing(f"{number} {HOW_JUDGED[verdict]}" for verdict, number in tally.items())
    claims = dict.fromkeys(check.superlative.claim for check in checks)
    of = count(len(checks), "comparison")
    yield information(f"Of {of} with the past in these claims, held against the record, {told}", claims)
    decided = sorted((c for c in checks if c.verdict != "not checkable"), key=lambda c: c.verdict == "true")
    for check in decided[:TOLD_COMPARISONS]:
        said = check.superlative
        verdict = "is so by the record" if check.verdict == "true" else "is not so by the record"
        where = material.label(said.document)
        text = f"{quoted(said.words, 140)}, said in {where}, {verdict}: {lower_first(check.reason)}"
        yield information(text, [said.claim])


def _told_claims(material: Material) -> list[Claim]:
    """The first claims of one document, or the first of each of several."""
    if len(material.documents) == 1:
        return list(material.shown[:TOLD_CLAIMS])
    first: dict[str, Claim] = {}
    for claim in material.shown:
        first.setdefault(claim.document, claim)
    return list(first.values())[:TOLD_CLAIMS]


def _claim(material: Material, claim: Claim) -> Line:
    text = material.by_id[claim.document].text
    words = max((span.of(text) for span in claim.content), key=len)
    chain = claim.chain or ((claim.source.name,) if claim.source else ())
    who = upper_first(laid_to(chain)) if chain else "The author, naming no source,"
    who += "," if len(chain) > 1 else ""
    told = f"{who} {HOW_SAID[claim.stance]}: {quoted(words)}"
    return information(f"{told} ({', '.join(_how_sure(claim))})", [claim.key])


def _how_sure(claim: Claim) -> Iterator[str]:
    yield HOW_TOLD[claim.status]
    if claim.certainty:
        heard = claim.certainty
        yield f"worded {quoted(heard.words)}, which readers hear as {band(heard.low, heard.high)}"
    elif claim.hedged:
        yield "hedged"
    if claim.source and claim.source.anonymous:
        yield "source not named"


def _dates(material: Material) -> Iterator[Line]:
    for reading in material.readings[:TOLD_DOCUMENTS]:
        text = material.by_id[reading.document].text
        dated = {time.span.of(text): time for time in reading.times if time.start and time.end}
        if dated:
            named = [
                f"{quoted(words)} ({days(time.start, time.end)})"
                for words, time in dated.items()
                if time.start and time.end
            ]
            document = material.by_id[reading.document]
            given = day(document.published) if document.published else None
            basis = f", counted from the publication date, {given}" if given else ""
            yield information(
                f"Dates named in {document.label}{basis}: {listing(named, TOLD_DATES)}",
                [document_id(reading.document)],
            )
