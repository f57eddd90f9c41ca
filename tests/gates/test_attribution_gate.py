"""Gate: claims against annotated articles and paragraphs; the floors may rise, not fall."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from tocsin.read.claims import find_claims
from tocsin.terms import Claim, Document

ARTICLES = {
    "claim": 0.805,
    "strict": 0.579,
    "token_source": 0.845,
    "token_cue": 0.726,
    "token_content": 0.896,
    "exact_content": 0.679,
}
CHAINS = {
    "claim": 0.741,
    "nested": 0.626,
    "parent": 0.89,
    "stance": 0.945,
    "status": 0.767,
    "kind": 0.896,
    "hedged": 0.99,
    "through": 0.852,
    "chain": 0.537,
}


def scorer(shared: Path, name: str) -> ModuleType:
    folder = shared / "score"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims_of(name: str, text: str) -> tuple[Claim, ...]:
    return find_claims(Document(id=name, name=name, text=text))


def outermost(claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    return [
        {
            "source": list(claim.source.spans) if claim.source else [],
            "cue": list(claim.cue),
            "content": list(claim.content),
        }
        for claim in claims
        if claim.within is None and (claim.cue or claim.source)
    ]


def test_a_reader_is_told_who_says_what_in_real_articles(shared: Path) -> None:
    attribution = scorer(shared, "attribution")
    gold = attribution.load_gold(shared / "data/attribution/polnear/dev")
    readings = {name: outermost(claims_of(name, text)) for name, (text, _) in gold.items()}
    result = attribution.score(gold, readings)
    assert result["read"] == result["articles"] == 84
    assert {key: result[key] for key in ARTICLES if result[key] < ARTICLES[key]} == {}, result


def test_chains_stances_and_doubt_are_seen_in_real_paragraphs(shared: Path) -> None:
    chains = scorer(shared, "chains")
    gold = json.loads((shared / "data/attribution/chains/gold.json").read_text(encoding="utf-8"))
    readings = {
        row["id"]: [claim.model_dump(mode="json") for claim in claims_of(row["id"], row["text"])]
        for row in gold
    }
    result = chains.score(gold, readings)
    assert {key: result[key] for key in CHAINS if result[key] < CHAINS[key]} == {}, result
