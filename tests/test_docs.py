"""The documentation: what is generated is fresh, what is named exists, and it is built without a warning."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_generated_page_is_fresh(generate):
    stale = [
        path.name for path, text in generate.made() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]

    assert not stale, f"{', '.join(stale)}: write them anew with .venv/bin/python docs/generate.py"


def test_every_step_stands_under_a_heading_of_the_month(generate):
    under = [name for _, steps in generate.headings() for name in steps]

    assert under == [step.name for step in generate.MONTH]


def test_a_block_keeps_what_stands_around_it(generate):
    text = "before\n<!-- generated: size -->\nold\n<!-- end of size -->\nafter\n"

    made = generate.filled(text)

    assert made.startswith("before\n<!-- generated: size -->\n\n| what |")
    assert made.endswith("<!-- end of size -->\nafter\n")
    assert generate.filled(made) == made
    with pytest.raises(ValueError, match="no block"):
        generate.filled("<!-- generated: nothing -->")


def test_tests_that_are_named_as_proof_exist():
    """Every path under tests/ and every test_… named on the page on verification."""
    text = (DOCS / "trace.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:tests|src|studies)/[\w/.]+)`", text))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = set(re.findall(r"`(test_\w+)`", text)) - {"test_must_show"}

    assert len(names) > 20
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    assert [name for name in sorted(names) if f"def {name}(" not in written] == []


def test_the_readme_says_what_this_cannot_tell():
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "What this cannot tell you" in text
    assert "docs/limits.md" in text
    assert [link for link in re.findall(r"\]\((docs/[\w/.]+)\)", text) if not (ROOT / link).exists()] == []


def test_the_documentation_is_built_without_a_warning(tmp_path):
    pytest.importorskip("sphinx")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(DOCS), str(tmp_path)],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr[-2000:]
