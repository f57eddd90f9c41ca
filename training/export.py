"""Write the trained reader as one ONNX file: `python -m training.export --weights FILE --out FOLDER`.

The averaged weights of the reader with its heads for events come in; reader.onnx with int8 matrices (a scale
a column) and an int8 embedding table (a scale a row), the tokenizer's vocabulary and reader.json (version,
checksum, chain) come out. The graph is built node by node, so that the runtime's fused operators are used;
it knows nothing of training.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.model import HEADS, LAYERS, MIDDLE, illegal_moves, illegal_starts, vocabulary

_MICROSOFT = "com.microsoft"
_LONGEST = 256  # places; a window never holds more pieces
_FLOATS = npt.NDArray[np.float32]


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    export(torch.load(given.weights), given.out, given.version)


def export(state: dict[str, torch.Tensor], out: Path, version: str) -> None:
    """Write reader.onnx, vocabulary.txt and reader.json into `out`; `state` is that of training.together."""
    weights = {name.removeprefix("reader."): value.float().numpy() for name, value in state.items()}
    onnx.save(_graph(weights), out / "reader.onnx")
    (out / "vocabulary.txt").write_text("\n".join(vocabulary()) + "\n", "utf8")
    described = {
        "version": version,
        "sha256": hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest(),
        "moves": np.round(weights["moves"] + illegal_moves().numpy(), 5).tolist(),
        "starts": np.round(weights["starts"] + illegal_starts().numpy(), 5).tolist(),
        "none": round(float(weights["none"][0]), 5),
    }
    (out / "reader.json").write_text(json.dumps(described, indent=1) + "\n", "utf8")


class _Builder:
    """Nodes and constants of a graph, in the order they are made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **given: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **given))
        return name

    def linear(self, x: str, weight: _FLOATS, bias: _FLOATS, name: str) -> str:
        """`x` times the weight, in int8 with a scale a column; `x` is quantised as it comes."""
        scale = np.abs(weight).max(axis=1) / 127
        small = self.constant(f"{name}.weight", np.round(weight / scale[:, None]).astype(np.int8).T)
        size, shift = self.constant(f"{name}.scale", scale), self.constant(f"{name}.bias", bias)
        return self.node("DynamicQuantizeMatMul", [x, small, size, "", shift], name, domain=_MICROSOFT)

    def normal(self, x: str, weight: _FLOATS, bias: _FLOATS, name: str) -> str:
        scale, shift = self.constant(f"{name}.scale", weight), self.constant(f"{name}.shift", bias)
        return self.node("LayerNormalization", [x, scale, shift], name, axis=-1, epsilon=1e-12)


def _graph(weights: dict[str, _FLOATS]) -> onnx.ModelProto:
    """Inputs: ids, kinds (one window), firsts (places of words).

    Outputs, a row a word, heads side by side: "said" is attribution (tags, pointers), "degrees" how factual,
    "done" acts (class, status, roles).
    """
    b = _Builder()
    b.constant("flat.shape", np.array([-1, 384]))
    x = middle = _embedded(b, weights)
    for number in range(LAYERS):
        x = _layer(b, weights, f"encoder.layers.{number}", x)
        middle = x if number + 1 == MIDDLE else middle
    top = _words(b, x, "top")
    _heads(b, weights, ("tag", "point"), top, "said")
    both = b.node("Concat", [_words(b, middle, "middle"), top], "both", axis=1)
    for hidden, told, name in (
        ("halfway", ("degree",), "degrees"),
        ("deed", ("act", "status", "role"), "done"),
    ):
        own = _heads(b, weights, (f"heads.{hidden}",), both, hidden)
        own = b.node("Gelu", [own], f"{hidden}.gelu", domain=_MICROSOFT)
        _heads(b, weights, tuple(f"heads.{head}" for head in told), own, name)
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    given = {"ids": ["windows", "pieces"], "kinds": ["windows", "pieces"], "firsts": ["words"]}
    graph = helper.make_graph(
        b.nodes,
        "reader",
        [helper.make_tensor_value_info(name, whole, shape) for name, shape in given.items()],
        [helper.make_tensor_value_info(name, real, None) for name in ("said", "degrees", "done")],
        b.constants,
    )
    versions = [helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


def _words(b: _Builder, x: str, name: str) -> str:
    """The rows of the words' first pieces."""
    flat = b.node("Reshape", [x, "flat.shape"], f"{name}.flat")
    return b.node("Gather", [flat, "firsts"], name, axis=0)


def _heads(b: _Builder, weights: dict[str, _FLOATS], heads: tuple[str, ...], x: str, name: str) -> str:
    """Heads over the same rows, as one matrix."""
    both = (np.concatenate([weights[f"{head}.{half}"] for head in heads]) for half in ("weight", "bias"))
    return b.linear(x, *both, name)


def _embedded(b: _Builder, weights: dict[str, _FLOATS]) -> str:
    """The table of pieces as int8 with a scale a row; places and kinds as they are."""
    table = weights["encoder.pieces.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    b.constant("pieces.table", np.round(table / scale).astype(np.int8))
    b.constant("pieces.scale", scale.astype(np.float32))
    small = b.node("Gather", ["pieces.table", "ids"], "pieces.small", axis=0)
    own = b.node("Cast", [small], "pieces.cast", to=TensorProto.FLOAT)
    size = b.node("Gather", ["pieces.scale", "ids"], "pieces.size", axis=0)
    pieces = b.node("Mul", [own, size], "pieces")
    kinds = b.node(
        "Gather", [b.constant("kinds.table", weights["encoder.kinds.weight"]), "kinds"], "kinds.own", axis=0
    )
    b.constant("places.table", weights["encoder.places.weight"][:_LONGEST])
    width = b.node("Shape", ["ids"], "width", start=1, end=2)
    zero, axis = b.constant("zero", np.array([0])), b.constant("axis", np.array([0]))
    places = b.node("Slice", ["places.table", zero, width, axis], "places")
    total = b.node("Add", [b.node("Add", [pieces, kinds], "pieces.kinds"), places], "embedded.sum")
    return b.normal(total, weights["encoder.normal.weight"], weights["encoder.normal.bias"], "embedded")


def _layer(b: _Builder, weights: dict[str, _FLOATS], name: str, x: str) -> str:
    own = {part: weights[f"{name}.{part}"] for part in _PARTS}
    both = (
        np.concatenate([own[f"{p}.{half}"] for p in ("query", "key", "value")]) for half in ("weight", "bias")
    )
    merged = b.linear(x, *both, f"{name}.merged")
    query, key, value = (f"{name}.{part}" for part in ("query", "key", "value"))
    b.nodes.append(helper.make_node("Split", [merged], [query, key, value], axis=-1, num_outputs=3))
    seen = b.node(
        "MultiHeadAttention",
        [query, key, value],
        f"{name}.seen",
        domain=_MICROSOFT,
        num_heads=HEADS,
    )
    mixed = b.linear(seen, own["mix.weight"], own["mix.bias"], f"{name}.mix")
    x = b.node("Add", [x, mixed], f"{name}.first")
    x = b.normal(x, own["after_mix.weight"], own["after_mix.bias"], f"{name}.after_mix")
    wide = b.linear(x, own["widen.weight"], own["widen.bias"], f"{name}.widen")
    wide = b.node("Gelu", [wide], f"{name}.gelu", domain=_MICROSOFT)
    narrow = b.linear(wide, own["narrow.weight"], own["narrow.bias"], f"{name}.narrow")
    x = b.node("Add", [x, narrow], f"{name}.second")
    return b.normal(x, own["after_narrow.weight"], own["after_narrow.bias"], f"{name}.out")


_PARTS = [
    f"{part}.{half}"
    for part in ("query", "key", "value", "mix", "widen", "narrow", "after_mix", "after_narrow")
    for half in ("weight", "bias")
]

if __name__ == "__main__":
    main()
