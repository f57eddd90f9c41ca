"""What every training run writes beside its weights: checkpoints that a stop leaves whole, and a log.

Comes in: paths, tensors and figures. Goes out: files. Knows nothing about networks.
"""

import json
from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, kept: dict[str, Any]) -> None:
    """Written beside and put in place, so that a stop in the middle leaves the last checkpoint whole."""
    waiting = path.with_suffix(".new")
    torch.save(kept, waiting)
    waiting.replace(path)


def add_to_log(path: Path, row: dict[str, float]) -> None:
    """One more line of JSON."""
    with path.open("a") as file:
        file.write(json.dumps(row) + "\n")


def mean_at(losses: list[tuple[float, ...]], at: int) -> float:
    """The mean of one of several losses over the steps since the last line of the log."""
    return round(sum(loss[at] for loss in losses) / len(losses), 4)
