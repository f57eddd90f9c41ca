"""Train the reader: `python -m training.train --data DIR --out DIR`, stopped and taken up again at will.

PolNeAR's train articles under DIR/polnear and the project's own sentences come in; DIR/reader.pt comes out,
the running average of the weights, with a log of losses. It goes in rounds; the last epochs of each mix in
the project's sentences and what is composed of them, the second round hides some words. It knows the order
of training and none of the network's insides.
"""

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from tqdm import tqdm

from tocsin.read.wordpieces import SEPARATE, Splitter
from training.composed import own_windows
from training.keeping import add_to_log, mean_at, save_checkpoint
from training.model import Batch, Reader, fresh_reader, vocabulary
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


ROUNDS = (Round(5, 2, 2.2e-4, 0.0), Round(2, 2, 1.2e-4, 0.06), Round(1, 1, 1e-4, 0.1))


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and reader.pt")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    train(given.data, given.out, given.seed)


def splitter() -> Splitter:
    """Splits words as the encoder was trained to read them."""
    return Splitter(vocabulary())


def train(data: Path, out: Path, seed: int) -> None:
    """Train from the last checkpoint in `out`, or from the start."""
    words = splitter()
    windows = list(pack(read_articles(data / "polnear" / "train"), words))
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
    windows: list[Window],
    words: Splitter,
    seed: int,
    out: Path,
    reader: Reader,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    own = ROUNDS[number]
    steps = (own.epochs * len(windows) + own.mixed * OWN) // BATCH
    began, losses = time.process_time(), list[tuple[float, float]]()
    bar = tqdm(total=steps, initial=done, unit="step", mininterval=5, desc=f"round {number + 1}")
    for step, group in enumerate(_groups_of_windows(windows, words, own, f"{seed} {number}")):
        if step < done:
            continue
        if step >= steps:
            break
        losses.append(_step(reader, optimizer, as_batch(group, own.hidden), step / steps))
        _follow(average, reader, min(KEEP, (1 + step) / (10 + step)))
        bar.update()
        if (step + 1) % EVERY == 0 or step + 1 == steps:
            row = {"round": number + 1, "step": step + 1, "of": steps}
            row |= {"tags": mean_at(losses, 0), "pointers": mean_at(losses, 1)}
            add_to_log(out / "log.jsonl", row | {"cpu_seconds": round(time.process_time() - began, 1)})
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


def _step(
    reader: Reader, optimizer: torch.optim.Optimizer, batch: Batch, share: float
) -> tuple[float, float]:
    """One step; `share` of training that is done sets the rate: up fast, then down in a straight line."""
    reader.train()
    slope = min(share / WARM, (1 - share) / (1 - WARM))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(slope, 0.01)
    with torch.autocast("cpu", torch.bfloat16):
        tags, pointers = reader.loss(batch)
    optimizer.zero_grad(set_to_none=True)
    (tags + POINTER * pointers).backward()
    nn.utils.clip_grad_norm_((p for p in reader.parameters() if p.requires_grad), 1.0)
    optimizer.step()
    return float(tags.detach()), float(pointers.detach())


def as_batch(windows: list[Window], hidden: float) -> Batch:
    """The windows side by side, with a share of their wordpieces hidden."""
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
    kept = {"round": number, "step": step, "reader": reader.state_dict(), "average": average}
    save_checkpoint(out / "checkpoint.pt", kept | {"optimizer": optimizer.state_dict()})


if __name__ == "__main__":
    main()
