"""Train the reader: `python -m training.train --data DIR --out DIR`, stopped and taken up again at will.

PolNeAR's train articles under DIR/polnear and the project's own sentences come in; DIR/reader.pt comes out,
the running average of the weights, with a log of losses. It goes in rounds; the last epochs of each mix in
the project's sentences and what is composed of them, later rounds hide some words, and in the last the mean
of the rounds before teaches the upper layers. It knows the order of training, not the network's insides.
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

from tocsin.read.wordpieces import SEPARATE, Splitter
from training.composed import own_windows
from training.model import Batch, Reader, fresh_reader, vocabulary
from training.polnear import read_articles
from training.teaching import distance, plain_windows, taught, teacher_of
from training.windows import Window, batch_ids, pack

BATCH = 8
OWN = 480  # windows of own sentences in each mixed epoch
PLAIN = 1200  # windows of plain news in each epoch that is taught
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
    taught: float = 0.0  # weight of the teacher's scores; with a teacher the lower layers stay as they are


ROUNDS = (
    Round(5, 2, 2.2e-4, 0.0),
    Round(2, 2, 1.2e-4, 0.06),
    Round(1, 1, 1e-4, 0.1),
    Round(1, 1, 1e-4, 0.1, 1.0),
)


class Losses(NamedTuple):
    """Losses of one step: of tags, of pointers, and the distance from the teacher."""

    tags: float
    pointers: float
    lesson: float


class Course(NamedTuple):
    """What does not change from round to round."""

    marked: list[Window]
    plain: list[Window]  # news without marks, for the round that is taught
    words: Splitter
    teachers: list[Path]  # weights whose mean teaches; empty: those that the rounds before left
    out: Path
    seed: int


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--plain", type=Path, nargs="*", default=[], help="JSONL files of news without marks")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="weights, their mean teaches")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and reader.pt")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    words = splitter()
    marked = list(pack(read_articles(given.data / "polnear" / "train"), words))
    plain = plain_windows(given.plain, words)
    train(Course(marked, plain, words, given.teachers, given.out, given.seed))


def splitter() -> Splitter:
    """Splits words as the encoder was trained to read them."""
    return Splitter(vocabulary())


def train(course: Course) -> None:
    """Train from the last checkpoint in the course's folder, or from the start."""
    out, reader = course.out, fresh_reader()
    average = {name: value.clone() for name, value in reader.state_dict().items()}
    at, done, state = _resume(out, reader, average)
    for number in range(at, len(ROUNDS)):
        if number > at or (number and not done):
            reader.load_state_dict(average)
        torch.manual_seed(course.seed + 1000 * number + done)
        optimizer = torch.optim.AdamW(_groups(reader, ROUNDS[number].peak), weight_decay=0.01)
        if done:
            optimizer.load_state_dict(state)
        _round(number, done, course, reader, average, optimizer)
        torch.save(average, out / f"round-{number}.pt")
        done = 0
    torch.save(average, out / "reader.pt")


def _round(
    number: int,
    done: int,
    course: Course,
    reader: Reader,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    own, teacher = ROUNDS[number], _teacher(number, course)
    if teacher:
        reader.freeze_lower()
    batches = [group for epoch in range(own.epochs) for group in _epoch(epoch, number, course)]
    began, losses = time.process_time(), list[Losses]()
    bar = tqdm(total=len(batches), initial=done, unit="step", mininterval=5, desc=f"round {number + 1}")
    for step, group in list(enumerate(batches))[done:]:
        losses.append(_step(reader, optimizer, group, own, teacher, step / len(batches)))
        _follow(average, reader, min(KEEP, (1 + step) / (10 + step)))
        bar.update()
        if (step + 1) % EVERY == 0 or step + 1 == len(batches):
            means = {name: _mean([getattr(loss, name) for loss in losses]) for name in Losses._fields}
            seconds = round(time.process_time() - began, 1)
            place = {"round": number + 1, "step": step + 1, "of": len(batches)}
            _log(course.out, {**place, **means, "cpu_seconds": seconds})
            bar.set_postfix(means)
            losses.clear()
            _save(course.out, number, step + 1, reader, average, optimizer)


def _teacher(number: int, course: Course) -> Reader | None:
    if not ROUNDS[number].taught:
        return None
    before = [course.out / f"round-{earlier}.pt" for earlier in range(number)]
    return teacher_of(course.teachers or before)


def _groups(reader: Reader, peak: float) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly, heads faster."""
    low = [reader.encoder.kinds.weight, *reader.encoder.normal.parameters()]
    groups: list[dict[str, Any]] = [{"params": low, "rate": peak}]
    for depth, layer in enumerate(reversed(reader.encoder.layers)):
        groups.append({"params": list(layer.parameters()), "rate": peak * DECAY**depth})
    heads = [p for name, p in reader.named_parameters() if not name.startswith("encoder.")]
    return [*groups, {"params": heads, "rate": HEAD * peak}]


def _epoch(epoch: int, number: int, course: Course) -> list[list[Window]]:
    """Batches of windows of like length, in an order that the seed, the round and the epoch set."""
    own, order = ROUNDS[number], random.Random(f"{course.seed} {number} {epoch}")  # noqa: S311
    pool = list(course.marked)
    if epoch >= own.epochs - own.mixed:
        pool += own_windows(course.words, OWN, order)
    plain = order.sample(course.plain, min(PLAIN, len(course.plain))) if own.taught else []
    batches = [*_batches(pool, order), *_batches(plain, order)]
    order.shuffle(batches)
    return batches


def _batches(pool: list[Window], order: random.Random) -> Iterator[list[Window]]:
    order.shuffle(pool)
    for at in range(0, len(pool), BATCH * 16):
        chunk = sorted(pool[at : at + BATCH * 16], key=lambda w: w.length)
        yield from (chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH))


def _step(
    reader: Reader,
    optimizer: torch.optim.Optimizer,
    group: list[Window],
    own: Round,
    teacher: Reader | None,
    share: float,
) -> Losses:
    """One step; `share` of training that is done sets the rate: up fast, then down in a straight line."""
    reader.train()
    slope = min(share / WARM, (1 - share) / (1 - WARM))
    for part in optimizer.param_groups:
        part["lr"] = part["rate"] * max(slope, 0.01)
    batch = _batch(group)
    zero = torch.zeros(())
    with torch.autocast("cpu", torch.bfloat16):
        scores, vectors = reader.read(batch._replace(ids=_hidden(batch.ids, own.hidden)))
    tags, pointers = reader.loss(scores, vectors, batch) if group[0].is_marked else (zero, zero)
    lesson = distance(scores, taught(teacher, batch), batch.words) if teacher else zero
    optimizer.zero_grad(set_to_none=True)
    (tags + POINTER * pointers + own.taught * lesson).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_((p for p in reader.parameters() if p.requires_grad), 1.0)
    optimizer.step()
    return Losses(float(tags.detach()), float(pointers.detach()), float(lesson.detach()))


def _hidden(ids: Tensor, share: float) -> Tensor:
    """The pieces with a share of them masked."""
    return torch.where((torch.rand(ids.shape) < share) & (ids > SEPARATE), MASK, ids) if share else ids


def _batch(windows: list[Window]) -> Batch:
    longest = max(w.length for w in windows)
    rows = [batch_ids(w) for w in windows]
    ids = torch.tensor([row + [0] * (longest - len(row)) for row, _ in rows])
    keep = ids != 0
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


def _mean(losses: list[float]) -> float:
    return round(sum(losses) / len(losses), 4)


if __name__ == "__main__":
    main()
