"""Train the head of factuality beside the encoder, which stays as it is.

A reader and folders of events with their factuality come in; the reader's layer aside, its shares of the
encoder's layers and its head of two degrees are changed, and losses go to the log. It knows nothing of
attribution.
"""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from tqdm import tqdm

from tocsin.read.wordpieces import CLASSIFY, SEPARATE, Splitter
from training.factuality import SCALES, Judged, pack_told, read_told
from training.model import LEVELS, Reader

EPOCHS, BATCH = 6, 6
UW = 2  # times its windows are seen for once of the larger set
PEAK, HEAD, WARM = 2.5e-4, 1e-3, 0.06  # rates of the layer and of the head; share of steps in which they rise
SQUARED = 0.25  # of the squared difference in the loss, for the sake of correlation
KEEP = 0.995  # of the running average, a step


class Facts(NamedTuple):
    """Windows side by side.

    `levels`: windows x pieces x hidden x LEVELS, from the encoder; `keep`: where there are pieces; `places`
    of targets in the flattened windows, each with its scale and degree.
    """

    levels: Tensor
    keep: Tensor
    places: Tensor
    scales: Tensor
    degrees: Tensor


def train_aside(reader: Reader, folder: Path, words: Splitter, out: Path, seed: int) -> None:
    """Change the reader's layer aside and head of degrees; the layer starts as the encoder's last one."""
    torch.manual_seed(seed)
    reader.aside.load_state_dict(reader.encoder.layers[-1].state_dict())
    own = [*reader.aside.parameters(), reader.shares]
    head = [*reader.halfway.parameters(), *reader.degree.parameters()]
    groups = [{"params": own, "rate": PEAK}, {"params": head, "rate": HEAD}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    average = [p.detach().clone() for p in (*own, *head)]
    began, losses = time.process_time(), list[float]()
    batches = list(_batches(reader, folder, words, seed))
    bar = tqdm(total=len(batches) * EPOCHS, unit="step", mininterval=5, desc="aside")
    for epoch in range(EPOCHS):
        random.Random(f"{seed} {epoch}").shuffle(batches)  # noqa: S311
        for number, facts in enumerate(batches):
            share = (epoch * len(batches) + number) / (EPOCHS * len(batches))
            losses.append(_step(reader, optimizer, facts, share))
            with torch.no_grad():
                for kept, now in zip(average, (*own, *head), strict=True):
                    kept.lerp_(now, 1 - KEEP)
            bar.update()
        row = {"aside": epoch + 1, "loss": round(sum(losses) / len(losses), 4)}
        with (out / "log.jsonl").open("a") as file:
            file.write(json.dumps(row | {"cpu_seconds": round(time.process_time() - began, 1)}) + "\n")
        losses.clear()
    for kept, now in zip(average, (*own, *head), strict=True):
        now.data = kept


def _step(reader: Reader, optimizer: torch.optim.Optimizer, facts: Facts, share: float) -> float:
    reader.train()
    slope = min(share / WARM, (1 - share) / (1 - WARM))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(slope, 0.01)
    with torch.autocast("cpu", torch.bfloat16):
        found = reader.degrees(facts.levels.float(), facts.keep, facts.places).float()
    off = found.gather(1, facts.scales[:, None])[:, 0] - facts.degrees
    loss = (off.abs() + SQUARED * off.square()).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _batches(reader: Reader, folder: Path, words: Splitter, seed: int) -> Iterator[Facts]:
    """Batches of windows of like length, each read by the encoder once."""
    windows: list[Judged] = []
    for scale, name in enumerate(SCALES):
        told = list(pack_told(read_told(folder / name / "train.jsonl"), scale, words))
        windows += told * (UW if name == "UW" else 1)
    random.Random(seed).shuffle(windows)  # noqa: S311
    reader.eval()
    for at in range(0, len(windows), BATCH * 16):
        chunk = sorted(windows[at : at + BATCH * 16], key=lambda w: w.length)
        yield from (read_facts(reader, chunk[k : k + BATCH]) for k in range(0, len(chunk), BATCH))


@torch.no_grad()
def read_facts(reader: Reader, windows: list[Judged]) -> Facts:
    """What the encoder gives for windows, with the places and degrees of their targets."""
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
    pieces, keep = torch.tensor(ids), torch.tensor(ids) != 0
    with torch.autocast("cpu", torch.bfloat16):
        levels = reader.encoder.levels(pieces, torch.tensor(kinds), keep)[-LEVELS:]
    return Facts(
        torch.stack([level.bfloat16() for level in levels], -1),
        keep,
        torch.tensor(places),
        torch.tensor([w.scale for w in windows for _ in w.degrees]),
        torch.tensor([degree for w in windows for degree in w.degrees]),
    )
