"""The pages must not drift from the program."""

import importlib.util
import re

from tocsin import terms
from tocsin.config import Settings


def test_every_setting_is_described(root):
    page = (root / "docs/settings.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`TOCSIN_{name.upper()}`" in page, f"docs/settings.md does not describe {name}"


def load(path):
    """The script at a path, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_what_the_program_says(root):
    page = (root / "docs/commands.md").read_text(encoding="utf-8")
    made = load(root / "docs/make_commands.py").commands_page()
    assert page == made, "run: python docs/make_commands.py"


def test_the_page_of_one_article_is_what_the_rooms_give(root):
    page = (root / "docs/one-article.md").read_text(encoding="utf-8")
    made = load(root / "docs/make_one_article.py").one_article_page()
    assert page == made, "run: python docs/make_one_article.py"


def test_the_pages_of_cases_are_what_reading_gives(root):
    made = load(root / "docs/make_cases.py")
    for name, page in (("anchors", made.anchors_page()), ("forty-sentences", made.sentences_page())):
        assert (root / f"docs/{name}.md").read_text("utf-8") == page, "run: python docs/make_cases.py"


def test_every_word_for_an_idea_is_in_the_glossary(root):
    glossary = (root / "docs/glossary.md").read_text(encoding="utf-8")
    ideas = ["Document", "Span", "Source", "Claim", "Event", "Time", "Reading", "Edge", "Origin", "Story"]
    ideas += ["Lineage", "Watch", "Scenario", "Indicator", "Trigger", "Evidence", "Weighing", "Forecast"]
    ideas += ["Outlook", "Playbook", "Plan", "Brief", "Grade", "Certainty", "Actor"]
    for idea in ideas:
        assert hasattr(terms, idea), f"terms.py has no {idea}"
        assert f"**{idea}**" in glossary, f"the glossary has no {idea}"


def test_every_link_between_pages_leads_somewhere(root):
    for page in [root / "README.md", *(root / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


def test_every_page_has_a_place_in_the_table_of_contents(root):
    index = (root / "docs/index.md").read_text(encoding="utf-8")
    for page in (root / "docs").rglob("*.md"):
        name = page.relative_to(root / "docs").with_suffix("").as_posix()
        assert name == "index" or name in index or name.startswith("decisions/"), f"{name} is not in index.md"


def test_no_page_or_file_holds_a_path_of_a_machine_or_the_address_of_an_index(root):
    words = re.compile(r"/work/|/root/|files\.pythonhosted|pypi\.org/simple|--(?:extra-)?index-url(?!$)")
    own = {"tests/rooms/test_docs.py", "Makefile"}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if (
            path.suffix in {".md", ".py", ".toml", ".txt", ".yaml", ".csv", ".tsv", ".html"}
            and name not in own
        ):
            if not re.match(r"\.venv/|out/|docs/_build/|\.", name):
                text = path.read_text(encoding="utf-8").replace("--no-emit-index-url", "")
                assert not words.search(text), f"{name} holds {words.search(text).group()!r}"
