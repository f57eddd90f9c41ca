"""Teach the reader events: `training.together --reader FILE --data DIR --events DIR --out DIR`, resumable.

A reader trained on attribution comes in, its marks, and factuality, acts, and plain news if there is any;
OUT/together.pt comes out, the running average of encoder and heads, with a log of losses. All is learnt on
one encoder; the reader as it was is the teacher that keeps attribution what it is. It knows the order of
training and none of the network's insides.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import torch
from torch import Tensor, nn
from tqdm import tqdm

from tocsin.read.wordpieces import SEPARATE, Splitter
from training.acts import ActedStretch, read_acted, stretches, windows
from training.batches import Laid, lay_acts, lay_facts
from training.composed import own_windows
from training.factuality import SCALES, Judged, pack_told, read_told
from training.heads import Heads
from training.keeping import add_to_log, mean_at, save_checkpoint
from training.lessons import distance, taught
from training.model import HIDDEN, Reader, vocabulary
from training.polnear import Article, read_articles
from training.train import MASK, as_batch
from training.windows import Window, pack

STEPS = 1000
MARKS, PLAIN, FACTS, ACTS = 4, 1, 4, 4  # windows of each in a step
OWN = 1200  # windows of own sentences that are mixed in with those of marked articles
UW = 2  # times its windows are seen for once of the larger set
OTHERS = 0.15  # how sure it is that an unmarked word of a sentence with one act marked names none
MARK, POINTER, LESSON, FACT, ACT = 1.5, 0.45, 1.5, 0.5, 0.5  # weights of the losses
PEAK, HEAD = 1.5e-4, 1e-3  # rates of the encoder's top layer and of the heads for events
DECAY = 0.9  # of the rate from layer to layer
ALONE, WARM = 0.03, 0.08  # shares of steps until the encoder moves, and until its rate is highest
HIDE = 0.05  # share of wordpieces that are hidden where events are learnt
KEEP, KEEP_SETTLING = 0.995, 0.98  # of the running average, a step
EARLIER, SHARE = 800, 0.15  # the stage of the reader that is mixed in at the end, and how much of it
SETTLE, SETTLING = 300, 6e-4  # steps with the heads for acts alone at the end, and their rate
EVERY = 100  # steps between two checkpoints
_SHORTEST = 60  # wordpieces of a window of plain news
_OF_ACTS = ("deed", "act", "status", "role")  # the heads that settle at the end
_LOSSES = ("tags", "pointers", "lesson", "lesson_facts", "facts", "lesson_acts", "classes", "deeds")
_T = TypeVar("_T")


class Material(NamedTuple):
    """What is learnt from."""

    marked: list[Window]
    plain: list[Window]
    told: list[Judged]
    acted: list[ActedStretch]
    words: Splitter


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt of training.train")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--events", type=Path, required=True, help="folder that holds status/ and events/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and together.pt")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    reader, teacher = Reader(), Reader()
    for one in (reader, teacher):
        one.load_state_dict(torch.load(given.reader))
    Course(reader, teacher, read_material(given.data, given.events), given.out, given.seed).train()


def read_material(data: Path, events: Path) -> Material:
    """Windows of marks, plain news (none where EVENTS/lineage is absent), factuality; stretches of acts."""
    words = Splitter(vocabulary())
    marked = list(pack(read_articles(data / "polnear" / "train"), words))
    files = [events / "lineage" / name for name in ("basil.jsonl", "fnc_bodies.jsonl")]
    plain = pack(_articles(path for path in files if path.exists()), words)
    told = [
        window
        for scale, name in enumerate(SCALES)
        for window in list(pack_told(read_told(events / "status" / name / "train.jsonl"), scale, words))
        * (UW if name == "UW" else 1)
    ]
    acted = [
        stretch
        for sentence, sure in read_acted(events / "events", others=OTHERS)
        for stretch in stretches(sentence, sure, words)
    ]
    return Material(marked, [w for w in plain if w.length >= _SHORTEST], told, acted, words)


def _articles(files: Iterable[Path]) -> Iterator[Article]:
    """Articles without marks, one JSON object a line with a "text"."""
    for path in files:
        for number, line in enumerate(path.read_text("utf8").splitlines()):
            if text := json.loads(line).get("text"):
                yield Article(f"{path.stem}-{number}", text, ())


class Course:
    """One run of training: reader and heads, the teacher, and the running average of what is learnt."""

    def __init__(self, reader: Reader, teacher: Reader, material: Material, out: Path, seed: int) -> None:
        self.reader, self.teacher, self.heads = reader, teacher.eval(), Heads()
        self.material, self.out, self.seed = material, out, seed
        self.whole = nn.ModuleDict({"reader": reader, "heads": self.heads})
        fixed = [reader.none, reader.moves, reader.starts, reader.encoder.pieces.weight]
        for value in [*fixed, reader.encoder.places.weight, *teacher.parameters()]:
            value.requires_grad = False
        self.average = {name: value.clone() for name, value in self.whole.state_dict().items()}
        self.optimizer = torch.optim.AdamW(_groups(reader, self.heads), weight_decay=0.01)

    def train(self) -> None:
        """Train from the last checkpoint, or from the start."""
        done = self._resume()
        torch.manual_seed(self.seed + done)
        began, losses = time.process_time(), list[tuple[float, ...]]()
        bar = tqdm(total=STEPS, initial=done, unit="step", mininterval=5)
        for step, batches in enumerate(islice(self._batches(), done, STEPS), done):
            losses.append(self._step(step, *batches))
            bar.update()
            if (step + 1) % EVERY == 0 or step + 1 == STEPS:
                row = {"step": step + 1} | {name: mean_at(losses, at) for at, name in enumerate(_LOSSES)}
                row["cpu_seconds"] = round(time.process_time() - began, 1)
                add_to_log(self.out / "together.jsonl", row)
                self._save(step + 1)
                if step + 1 == EARLIER:
                    torch.save(self.average, self.out / "together-earlier.pt")
                losses.clear()
        self._settle()
        self._lean_back()
        torch.save(self.average, self.out / "together.pt")

    def _step(
        self,
        step: int,
        marked: list[Window],
        plain: list[Window],
        told: list[Judged],
        acted: list[list[ActedStretch]],
    ) -> tuple[float, ...]:
        _set_rates(self.optimizer, step / STEPS)
        self.optimizer.zero_grad(set_to_none=True)
        self.whole.train()
        losses = [*self._marks(marked), *self._plain(plain), *self._facts(told), *self._acts(acted)]
        nn.utils.clip_grad_norm_((p for p in self.whole.parameters() if p.requires_grad), 1.0)
        self.optimizer.step()
        self._follow(min(KEEP, (1 + step) / (10 + step)))
        return tuple(float(loss.detach()) for loss in losses)

    def _marks(self, windows: list[Window]) -> tuple[Tensor, ...]:
        with torch.autocast("cpu", torch.bfloat16):
            tags, pointers = self.reader.loss(as_batch(windows, 0.0))
        (MARK * tags + POINTER * pointers).backward()
        return tags, pointers

    def _plain(self, windows: list[Window]) -> tuple[Tensor, ...]:
        batch = as_batch(windows, 0.0)
        given, places = (batch.ids, batch.kinds, batch.keep), batch.firsts[batch.words]
        with torch.autocast("cpu", torch.bfloat16):
            lesson = distance(self.reader(*given, places), taught(self.teacher, *given, places))
        (LESSON * lesson).backward()  # type: ignore[no-untyped-call]
        return (lesson,)

    def _facts(self, told: list[Judged]) -> tuple[Tensor, ...]:
        laid, facts = lay_facts(told)
        with torch.autocast("cpu", torch.bfloat16):
            x, lesson = self._both(laid)
            fact = self.heads.fact_loss(x, facts)
        (FACT * fact + LESSON * lesson).backward()  # type: ignore[no-untyped-call]
        return lesson, fact

    def _acts(self, acted: list[list[ActedStretch]]) -> tuple[Tensor, ...]:
        laid, acts = lay_acts(acted)
        with torch.autocast("cpu", torch.bfloat16):
            x, lesson = self._both(laid)
            classes, deeds = self.heads.act_loss(x, acts)
        (ACT * (classes + deeds) + LESSON * lesson).backward()
        return lesson, classes, deeds

    def _settle(self) -> None:
        """Go on with the heads for acts alone, over the encoder as it came out; a stop starts this over."""
        self.whole.load_state_dict(self.average)
        self.reader.eval()
        own = [v for name, v in self.heads.named_parameters() if name.split(".")[0] in _OF_ACTS]
        for value in {*self.whole.parameters()} - {*own}:
            value.requires_grad = False
        optimizer = torch.optim.AdamW(own, weight_decay=0.01)
        batches = _endless(self._sentences, 2 * ACTS, f"{self.seed} settle")
        for step, acted in enumerate(tqdm(islice(batches, SETTLE), total=SETTLE, unit="step", mininterval=5)):
            optimizer.param_groups[0]["lr"] = SETTLING * min((step + 1) / 20, 1 - step / SETTLE)
            optimizer.zero_grad(set_to_none=True)
            self._acts(acted)
            nn.utils.clip_grad_norm_(own, 1.0)
            optimizer.step()
            self._follow(min(KEEP_SETTLING, (1 + step) / (10 + step)))

    def _lean_back(self) -> None:
        """The mean of two stages of the reader's weights reads a little better than the later one."""
        for name, value in torch.load(self.out / "together-earlier.pt").items():
            if name.startswith("reader.") and value.is_floating_point():
                self.average[name].lerp_(value, SHARE)

    def _sentences(self, chance: random.Random) -> list[list[ActedStretch]]:
        return list(windows(self.material.acted, chance))

    def _both(self, laid: Laid) -> tuple[Tensor, Tensor]:
        """Both rows of each word, side by side, padded as laid; and how far attribution has moved there.

        Some wordpieces are hidden, so that the words around an event are learnt from too.
        """
        hidden = (torch.rand(laid.ids.shape) < HIDE) & (laid.ids > SEPARATE)
        given = torch.where(hidden, MASK, laid.ids), laid.kinds, laid.keep
        middle, top = self.reader.encoder.both(*given)
        x = torch.cat([middle, top], -1).gather(1, laid.firsts[:, :, None].expand(-1, -1, 2 * HIDDEN))
        places = (laid.firsts + torch.arange(len(laid.ids))[:, None] * laid.ids.shape[1])[laid.words]
        own = top.reshape(-1, HIDDEN)[places]
        pupil = self.reader.tag(own), self.reader.point(own)
        return x.reshape(-1, 2 * HIDDEN), distance(pupil, taught(self.teacher, *given, places))

    def _batches(self) -> Iterator[tuple[Any, ...]]:
        own, plain = self.material, self.material.plain or self.material.marked
        return zip(
            _endless(self._marked, MARKS, f"{self.seed} marks"),
            _endless(lambda chance: chance.sample(plain, len(plain)), PLAIN, f"{self.seed} plain"),
            _endless(lambda chance: chance.sample(own.told, len(own.told)), FACTS, f"{self.seed} facts"),
            _endless(self._sentences, ACTS, f"{self.seed} acts"),
            strict=True,
        )

    def _marked(self, chance: random.Random) -> list[Window]:
        own = own_windows(self.material.words, OWN, chance)
        pool = [*self.material.marked, *own]
        return chance.sample(pool, len(pool))

    def _follow(self, keep: float) -> None:
        with torch.no_grad():
            for name, value in self.whole.named_parameters():
                if value.requires_grad:
                    self.average[name].lerp_(value, 1 - keep)

    def _resume(self) -> int:
        """The step to go on from; weights, average and the optimizer's state are filled in."""
        path = self.out / "together-checkpoint.pt"
        if not path.exists():
            return 0
        kept = torch.load(path)
        self.whole.load_state_dict(kept["whole"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.average.update(kept["average"])
        return int(kept["step"])

    def _save(self, step: int) -> None:
        kept = {"step": step, "whole": self.whole.state_dict(), "average": self.average}
        save_checkpoint(
            self.out / "together-checkpoint.pt", kept | {"optimizer": self.optimizer.state_dict()}
        )


def _groups(reader: Reader, heads: Heads) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly, new heads faster and before all else."""
    encoder = reader.encoder
    low = [encoder.kinds.weight, *encoder.normal.parameters()]
    groups: list[dict[str, Any]] = [{"params": low, "rate": PEAK * DECAY ** len(encoder.layers)}]
    for depth, layer in enumerate(reversed(encoder.layers)):
        groups.append({"params": list(layer.parameters()), "rate": PEAK * DECAY**depth})
    groups.append({"params": [*reader.tag.parameters(), *reader.point.parameters()], "rate": PEAK})
    new = {"params": list(heads.parameters()), "rate": HEAD, "waits": False}
    return [*({**group, "waits": True} for group in groups), new]


def _set_rates(optimizer: torch.optim.Optimizer, share: float) -> None:
    """`share` of training that is done sets the rates; the encoder waits until the new heads have begun."""
    fall = max(0.01, (1 - share) / (1 - WARM))
    for group in optimizer.param_groups:
        rise = (share - ALONE) / (WARM - ALONE) if group["waits"] else share / ALONE
        group["lr"] = group["rate"] * max(0.0, min(rise, 1.0, fall))


def _endless(draw: Callable[[random.Random], list[_T]], count: int, seed: str) -> Iterator[list[_T]]:
    """Windows without end, `count` at a time, drawn anew each time round in an order that the seed sets."""
    order, held = random.Random(seed), list[_T]()  # noqa: S311
    while True:
        if len(held) < count:
            held += draw(order)
        yield held[:count]
        del held[:count]


if __name__ == "__main__":
    main()
