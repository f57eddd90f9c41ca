"""Train the branch: `python -m training.train_branch --reader FILE --data DIR --out DIR`, resumable at will.

The trained reader, factuality under DIR/status and acts under DIR/events come in; OUT/branch.pt comes out,
the running average of the weights, with a log of losses. It knows the order of training and none of the
network's insides; of the reader it changes nothing.
"""

import argparse
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from tqdm import tqdm

from tocsin.read.wordpieces import Splitter
from training.acts import ActedStretch, read_acted, stretches, windows
from training.batches import lay_acts, lay_facts
from training.branch import Branch, fresh_branch, shared
from training.factuality import SCALES, Judged, pack_told, read_told
from training.keeping import add_to_log, mean_at, save_checkpoint
from training.model import Encoder, Reader, vocabulary

UW = 2  # times its windows are seen for once of the larger set
OTHERS = 0.15  # how sure it is that an unmarked word of a sentence with one act marked names none
ACT = 0.5  # weight of the acts' losses beside that of factuality
HEAD = 4.5  # times the rate of the top layer, for the heads
DECAY, WARM = 0.9, 0.06  # of the rate from layer to layer; share of steps in which it rises
KEEP = 0.996  # of the running average, a step
EVERY = 100  # steps between two checkpoints
_LOSSES = ("facts", "classes", "deeds")


class Round(NamedTuple):
    """One rise and fall of the rate, from the average that the round before left."""

    steps: int
    peak: float  # rate of the top layer
    facts: int  # windows of factuality in a step
    acts: int  # windows of acts in a step


ROUNDS = (Round(1200, 2.2e-4, 6, 3), Round(450, 1.5e-4, 6, 3))


class Material(NamedTuple):
    """What is learnt from."""

    told: list[Judged]
    acted: list[ActedStretch]


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt of training.train")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds status/ and events/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and branch.pt")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    reader = Reader()
    reader.load_state_dict(torch.load(given.reader))
    train(reader.encoder.eval(), read_material(given.data), given.out, given.seed)


def read_material(data: Path) -> Material:
    """Windows of UW and UDS-IH2, and the stretches of all sentences with acts."""
    words = Splitter(vocabulary())
    told = [
        window
        for scale, name in enumerate(SCALES)
        for window in list(pack_told(read_told(data / "status" / name / "train.jsonl"), scale, words))
        * (UW if name == "UW" else 1)
    ]
    acted = [
        stretch
        for sentence, sure in read_acted(data / "events", others=OTHERS)
        for stretch in stretches(sentence, sure, words)
    ]
    return Material(told, acted)


def train(encoder: Encoder, material: Material, out: Path, seed: int) -> None:
    """Train from the last checkpoint in `out`, or from the start."""
    branch = fresh_branch(encoder)
    average = {name: value.clone() for name, value in branch.state_dict().items()}
    at, done, state = _resume(out, branch, average)
    for number in range(at, len(ROUNDS)):
        if number > at:
            branch.load_state_dict(average)
        torch.manual_seed(seed + 1000 * number + done)
        optimizer = torch.optim.AdamW(_groups(branch, ROUNDS[number].peak), weight_decay=0.01)
        if done:
            optimizer.load_state_dict(state)
        _round(number, done, encoder, material, out, seed, branch, average, optimizer)
        done = 0
    torch.save(average, out / "branch.pt")


def _round(
    number: int,
    done: int,
    encoder: Encoder,
    material: Material,
    out: Path,
    seed: int,
    branch: Branch,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    own = ROUNDS[number]
    told = _told(material.told, own.facts, f"{seed} {number} facts")
    batches = zip(told, _acted(material.acted, own.acts, f"{seed} {number} acts"), strict=True)
    began, losses = time.process_time(), list[tuple[float, ...]]()
    bar = tqdm(total=own.steps, initial=done, unit="step", mininterval=5, desc=f"round {number + 1}")
    for step, (facts, acts) in enumerate(islice(batches, done, own.steps), done):
        _set_rates(optimizer, step / own.steps)
        losses.append(_step(encoder, branch, optimizer, facts, acts))
        _follow(average, branch, min(KEEP, (1 + step) / (10 + step)))
        bar.update()
        if (step + 1) % EVERY == 0 or step + 1 == own.steps:
            row = {"round": number + 1, "step": step + 1}
            row |= {name: mean_at(losses, at) for at, name in enumerate(_LOSSES)}
            add_to_log(out / "branch.jsonl", {**row, "cpu_seconds": round(time.process_time() - began, 1)})
            _save(out, number, step + 1, branch, average, optimizer)
            losses.clear()


def _step(
    encoder: Encoder,
    branch: Branch,
    optimizer: torch.optim.Optimizer,
    told: list[Judged],
    acted: list[list[ActedStretch]],
) -> tuple[float, ...]:
    branch.train()
    optimizer.zero_grad(set_to_none=True)
    laid, facts = lay_facts(told)
    with torch.autocast("cpu", torch.bfloat16):
        fact = branch.fact_loss(branch(shared(encoder, laid), laid.words), facts)
    fact.backward()  # type: ignore[no-untyped-call]
    laid, acts = lay_acts(acted)
    with torch.autocast("cpu", torch.bfloat16):
        classes, deeds = branch.act_loss(branch(shared(encoder, laid), laid.words), acts)
    (ACT * (classes + deeds)).backward()
    nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
    optimizer.step()
    return float(fact.detach()), float(classes.detach()), float(deeds.detach())


def _groups(branch: Branch, peak: float) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly, heads faster."""
    layers = [
        {"params": list(layer.parameters()), "rate": peak * DECAY**depth}
        for depth, layer in enumerate(reversed(branch.layers))
    ]
    heads = [value for name, value in branch.named_parameters() if not name.startswith("layers.")]
    return [*layers, {"params": heads, "rate": HEAD * peak}]


def _set_rates(optimizer: torch.optim.Optimizer, share: float) -> None:
    """`share` of training that is done sets the rate: up fast, then down in a straight line."""
    slope = min(share / WARM, (1 - share) / (1 - WARM))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(slope, 0.01)


def _told(some: list[Judged], count: int, seed: str) -> Iterator[list[Judged]]:
    """Windows without end, `count` at a time, in an order that the seed sets."""
    order, held = random.Random(seed), list[Judged]()  # noqa: S311
    while True:
        if len(held) < count:
            held += order.sample(some, len(some))
        yield held[:count]
        del held[:count]


def _acted(some: list[ActedStretch], count: int, seed: str) -> Iterator[list[list[ActedStretch]]]:
    """The same, packed anew each time round."""
    order, held = random.Random(seed), list[list[ActedStretch]]()  # noqa: S311
    while True:
        if len(held) < count:
            held += windows(some, order)
        yield held[:count]
        del held[:count]


def _follow(average: dict[str, Tensor], branch: Branch, keep: float) -> None:
    with torch.no_grad():
        for name, value in branch.named_parameters():
            average[name].lerp_(value, 1 - keep)


def _resume(out: Path, branch: Branch, average: dict[str, Tensor]) -> tuple[int, int, dict[str, Any]]:
    """The round and step to go on from, and the optimizer's state; weights and average are filled in."""
    path = out / "branch-checkpoint.pt"
    if not path.exists():
        return 0, 0, {}
    kept = torch.load(path)
    branch.load_state_dict(kept["branch"])
    average.update(kept["average"])
    if kept["step"] == ROUNDS[kept["round"]].steps:
        branch.load_state_dict(average)
        return int(kept["round"]) + 1, 0, {}
    return int(kept["round"]), int(kept["step"]), kept["optimizer"]


def _save(
    out: Path,
    number: int,
    step: int,
    branch: Branch,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    kept = {"round": number, "step": step, "branch": branch.state_dict(), "average": average}
    save_checkpoint(out / "branch-checkpoint.pt", kept | {"optimizer": optimizer.state_dict()})


if __name__ == "__main__":
    main()
