"""Train the reader: `python -m training.train --data DIR --out DIR`, stopped and taken up again at will.

PolNeAR's train articles under DIR/polnear and the project's own sentences come in; DIR/reader.pt comes out,
the running average of the weights, with a log of losses. It goes in rounds; the last epochs of each mix in
the project's sentences and what is composed of them, the second round hides some words. It knows the order
of training and none of the network's insides.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from tqdm import tqdm

from tocsin.read.wordpieces import CLASSIFY, SEPARATE, Splitter
from training.composed import own_windows
from training.factuality import SCALES, Judged, pack_told, read_told
from training.model import Batch, Facts, Reader, fresh_reader, vocabulary
from training.polnear import read_articles
from training.windows import Window, batch_ids, pack

BATCH = 8
OWN = 480  # windows of own sentences in each mixed epoch
DECAY, WARM = 0.9, 0.06  # of the rate from layer to layer; share of steps in which it rises
HEAD = 4.5  # times the rate of the top layer
MASK = 103  # the id of [MASK]
KEEP = 0.998  # of the running average, a step
EVERY = 100  # steps between two checkpoints
POINTER = 0.3  # weight of the pointers' loss


class Round(NamedTuple):
    """One rise and fall of the rate, from the average that the round before left."""

    epochs: int
    mixed: int  # the last so many epochs hold the project's own sentences too
    peak: float  # rate of the encoder's top layer
    hidden: float  # share of wordpieces that are hidden from the encoder
    told: int = 0  # windows of events with their factuality beside each batch


ROUNDS = (
    Round(5, 2, 2.2e-4, 0.0),
    Round(2, 2, 1.2e-4, 0.06, told=4),
    Round(1, 1, 1e-4, 0.1, told=4),
)
UW = 2  # times its windows are seen for once of the larger set
FACT = 0.5  # weight of the loss of factuality


class Windows(NamedTuple):
    """What is trained on: attributions, and events with their factuality."""

    said: list[Window]
    told: list[Judged]


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--status", type=Path, help="folder that holds UW/, UDS_IH2/; else DATA/../status")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and reader.pt")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    train(given.data, given.status or given.data.parent / "status", given.out, given.seed)


def splitter() -> Splitter:
    """Splits words as the encoder was trained to read them."""
    return Splitter(vocabulary())


def train(data: Path, status: Path, out: Path, seed: int) -> None:
    """Train from the last checkpoint in `out`, or from the start."""
    words = splitter()
    windows = Windows(
        list(pack(read_articles(data / "polnear" / "train"), words)),
        [w for scale in range(len(SCALES)) for w in _told(status, scale, words)],
    )
    reader = fresh_reader()
    average = {name: value.clone() for name, value in reader.state_dict().items()}
    at, done, state = _resume(out, reader, average)
    for number in range(at, len(ROUNDS)):
        if number > at or (number and not done):
            reader.load_state_dict(average)
        torch.manual_seed(seed + 1000 * number + done)
        optimizer = torch.optim.AdamW(_groups(reader, ROUNDS[number].peak), weight_decay=0.01)
        if done:
            optimizer.load_state_dict(state)
        _round(number, done, windows, words, seed, out, reader, average, optimizer)
        torch.save(average, out / f"round-{number}.pt")
        done = 0
    torch.save(average, out / "reader.pt")


def _round(
    number: int,
    done: int,
    windows: Windows,
    words: Splitter,
    seed: int,
    out: Path,
    reader: Reader,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    own = ROUNDS[number]
    steps = (own.epochs * len(windows.said) + own.mixed * OWN) // BATCH
    began, losses = time.process_time(), list[tuple[float, ...]]()
    told = _groups_of_told(windows.told, own.told, f"{seed} {number}")
    bar = tqdm(total=steps, initial=done, unit="step", mininterval=5, desc=f"round {number + 1}")
    for step, group in enumerate(_groups_of_windows(windows.said, words, own, f"{seed} {number}")):
        if step < done:
            next(told)
            continue
        if step >= steps:
            break
        facts = _facts(judged) if (judged := next(told)) else None
        losses.append(_step(reader, optimizer, _batch(group, own.hidden), facts, step / steps))
        _follow(average, reader, min(KEEP, (1 + step) / (10 + step)))
        bar.update()
        if (step + 1) % EVERY == 0 or step + 1 == steps:
            row = {"round": number + 1, "step": step + 1, "of": steps}
            row |= {"tags": _mean(losses, 0), "pointers": _mean(losses, 1), "facts": _mean(losses, 2)}
            _log(out, row | {"cpu_seconds": round(time.process_time() - began, 1)})
            bar.set_postfix(tags=row["tags"], pointers=row["pointers"])
            losses.clear()
            _save(out, number, step + 1, reader, average, optimizer)


def _groups(reader: Reader, peak: float) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly, heads faster."""
    low = [reader.encoder.kinds.weight, *reader.encoder.normal.parameters()]
    groups: list[dict[str, Any]] = [{"params": low, "rate": peak}]
    for depth, layer in enumerate(reversed(reader.encoder.layers)):
        groups.append({"params": list(layer.parameters()), "rate": peak * DECAY**depth})
    heads = [p for name, p in reader.named_parameters() if not name.startswith("encoder.")]
    return [*groups, {"params": heads, "rate": HEAD * peak}]


def _groups_of_windows(
    windows: list[Window], words: Splitter, own: Round, seed: str
) -> Iterator[list[Window]]:
    """Batches of windows of like length, in an order that the seed and the epoch set."""
    for epoch in range(own.epochs):
        order = random.Random(f"{seed} {epoch}")  # noqa: S311
        pool = list(windows)
        if epoch >= own.epochs - own.mixed:
            pool += own_windows(words, OWN, order)
        order.shuffle(pool)
        batches = []
        for at in range(0, len(pool), BATCH * 16):
            chunk = sorted(pool[at : at + BATCH * 16], key=lambda w: w.length)
            batches += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
        order.shuffle(batches)
        yield from (batch for batch in batches if batch)


def _groups_of_told(windows: list[Judged], count: int, seed: str) -> Iterator[list[Judged]]:
    """`count` windows at a time without end, in an order that the seed sets."""
    order = random.Random(seed)  # noqa: S311
    held: list[Judged] = []
    while True:
        if len(held) < count:
            held += order.sample(windows, len(windows))
        yield held[:count]
        del held[:count]


def _told(folder: Path, scale: int, words: Splitter) -> list[Judged]:
    windows = list(pack_told(read_told(folder / SCALES[scale] / "train.jsonl"), scale, words))
    return windows * (UW if SCALES[scale] == "UW" else 1)


def _step(
    reader: Reader, optimizer: torch.optim.Optimizer, batch: Batch, facts: Facts | None, share: float
) -> tuple[float, ...]:
    """One step; `share` of training that is done sets the rate: up fast, then down in a straight line."""
    reader.train()
    slope = min(share / WARM, (1 - share) / (1 - WARM))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(slope, 0.01)
    with torch.autocast("cpu", torch.bfloat16):
        tags, pointers = reader.loss(batch)
    optimizer.zero_grad(set_to_none=True)
    (tags + POINTER * pointers).backward()
    off = 0.0
    if facts is not None:
        with torch.autocast("cpu", torch.bfloat16):
            loss = reader.fact_loss(facts)
        (FACT * loss).backward()
        off = float(loss.detach())
    nn.utils.clip_grad_norm_((p for p in reader.parameters() if p.requires_grad), 1.0)
    optimizer.step()
    return float(tags.detach()), float(pointers.detach()), off


def _batch(windows: list[Window], hidden: float) -> Batch:
    longest = max(w.length for w in windows)
    rows = [batch_ids(w) for w in windows]
    ids = torch.tensor([row + [0] * (longest - len(row)) for row, _ in rows])
    keep = ids != 0
    if hidden:
        ids = torch.where((torch.rand(ids.shape) < hidden) & (ids > SEPARATE), MASK, ids)
    kinds = torch.tensor([row + [0] * (longest - len(row)) for _, row in rows])
    stretches, firsts = [], []
    for number, window in enumerate(windows):
        at = number * longest + 1
        for stretch in window.stretches:
            firsts.append([at + first for first in stretch.firsts])
            at += len(stretch.ids) + 1
            stretches.append(stretch.marks)
    width = max(len(row) for row in firsts)
    sources = [(n, a, b) for n, m in enumerate(stretches) for a, b in m.sources]
    cues = [(n, a, b) for n, m in enumerate(stretches) for a, b in m.cues]
    return Batch(
        ids,
        kinds,
        keep,
        torch.tensor([row + [0] * (width - len(row)) for row in firsts]),
        torch.tensor([[True] * len(row) + [False] * (width - len(row)) for row in firsts]),
        torch.tensor([m.tags + [0] * (width - len(m.tags)) for m in stretches]),
        torch.tensor(sources).reshape(-1, 3),
        torch.tensor(cues).reshape(-1, 3),
    )


def _facts(windows: list[Judged]) -> Facts:
    longest = max(w.length for w in windows)
    ids, kinds, places = list[list[int]](), list[list[int]](), list[int]()
    for number, window in enumerate(windows):
        row, other, at = [CLASSIFY], [0], list[int]()
        for own, own_kinds in zip(window.ids, window.kinds, strict=True):
            at += range(len(row), len(row) + len(own))
            row += [*own, SEPARATE]
            other += [*own_kinds, 0]
        ids.append(row + [0] * (longest - len(row)))
        kinds.append(other + [0] * (longest - len(row)))
        places += [number * longest + at[place] for place in window.places]
    pieces = torch.tensor(ids)
    scales = [w.scale for w in windows for _ in w.degrees]
    degrees = [degree for w in windows for degree in w.degrees]
    return Facts(
        pieces,
        torch.tensor(kinds),
        pieces != 0,
        torch.tensor(places),
        torch.tensor(scales),
        torch.tensor(degrees),
    )


def _follow(average: dict[str, Tensor], reader: Reader, keep: float) -> None:
    with torch.no_grad():
        for name, value in reader.named_parameters():
            if value.requires_grad:
                average[name].lerp_(value, 1 - keep)


def _resume(out: Path, reader: Reader, average: dict[str, Tensor]) -> tuple[int, int, dict[str, Any]]:
    """The round and step to go on from, and the optimizer's state; weights and average are filled in."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0, 0, {}
    kept = torch.load(path)
    reader.load_state_dict(kept["reader"])
    average.update(kept["average"])
    return int(kept["round"]), int(kept["step"]), kept["optimizer"]


def _save(
    out: Path,
    number: int,
    step: int,
    reader: Reader,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    """Written beside and put in place, so that a stop in the middle leaves the last checkpoint whole."""
    kept = {
        "round": number,
        "step": step,
        "reader": reader.state_dict(),
        "average": average,
        "optimizer": optimizer.state_dict(),
    }
    torch.save(kept, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")


def _log(out: Path, row: dict[str, float]) -> None:
    with (out / "log.jsonl").open("a") as file:
        file.write(json.dumps(row) + "\n")


def _mean(losses: list[tuple[float, ...]], at: int) -> float:
    return round(sum(loss[at] for loss in losses) / len(losses), 4)


if __name__ == "__main__":
    main()
