"""The three notebooks run from top to bottom, as a reader would run them, and show what they promise."""

import os
from pathlib import Path
from typing import Any

import pytest
from tests.running import cpu_seconds_of_children

nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
import nbformat  # noqa: E402

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"
# What each must say somewhere in its outputs: the point of the notebook, not its decoration.
SHOWN = {
    "desk-analyst": (
        "30 documents; 0 problems; EXERCISE: synthetic reporting",
        "1 independent origin(s)",
        "accepted a match by watch officer",
        "Satellite launch: from 18% to 36%",
        "brief.html brief.md brief.json",
        "North Korea and the peninsula | high | 2024-05-25",
        "36% by 2024-11-21, from the record alone 16%",
    ),
    "researcher": (
        "81 event-days, 64 episodes",
        "told from none: False",
        "| said | came | by chance, 90 % | windows |",
        "after the day that the brief speaks of",
    ),
    "journalist": (
        "13 reports; independent origins that assert: 1 (1 to 2)",
        "Meridian News → five US officials",
        "B2.quote quotes words that stand in no kept text: “fully expect”",
        "CORRECTION",
    ),
}
MOST_SECONDS = 60  # of CPU, all three together


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All that each notebook printed or drew, as text; an error in a cell fails here."""
    folder = tmp_path_factory.mktemp("notebooks")
    os.environ |= {"JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "IPYTHONDIR": str(folder / "ipython")}
    before, told = cpu_seconds_of_children(), {}
    for name in SHOWN:
        book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        (folder / name).mkdir()
        where = {"metadata": {"path": str(folder / name)}}
        nbclient.NotebookClient(book, timeout=120, kernel_name="python3", resources=where).execute()
        told[name] = "\n".join(_text(output) for cell in book.cells for output in cell.get("outputs", ()))
    assert cpu_seconds_of_children() - before < MOST_SECONDS
    return told


def _text(output: Any) -> str:
    data = output.get("data", {})
    return (
        str(output.get("text", "")) + str(data.get("text/markdown", "")) + str(data.get("image/svg+xml", ""))
    )


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_runs_and_shows_what_it_promises(outputs, name):
    for words in SHOWN[name]:
        assert words in outputs[name], words


@pytest.mark.parametrize("name", ["desk-analyst", "journalist"])
def test_the_marking_stands_in_every_picture_of_synthetic_reporting(outputs, name):
    pictures = outputs[name].split("<svg")[1:]
    assert pictures and all("EXERCISE: synthetic reporting" in each for each in pictures)


def test_outputs_are_left_out_of_the_repository():
    names = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
    assert names == sorted(SHOWN)
    for name in names:
        book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        nbformat.validate(book)
        cells = [cell for cell in book.cells if cell.cell_type == "code"]
        assert not any(cell.outputs or cell.execution_count for cell in cells), f"clear the outputs of {name}"
