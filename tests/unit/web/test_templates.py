"""Templates carry no code: no inline style or script, no picture from elsewhere, no unknown icon."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "web"
TEMPLATES = sorted(WEB.glob("templates/**/*.html"))
# Pages that are shown in a frame, foreign HTML among them; their policy allows styles and nothing else.
OWN_POLICY = {"source.html", "framed.html", "paper_note.html"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_inline_code(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert "javascript:" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    if template.name not in OWN_POLICY:
        assert not re.search(r"\sstyle\s*=|<style", text)
        assert "| safe" not in text


def test_every_icon_is_in_the_sprite() -> None:
    (sprite,) = (WEB / "static/vendor").glob("icons-*.svg")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text()))
    used = {
        name
        for template in TEMPLATES
        for name in re.findall(r"ico\('([a-z-]+)'", template.read_text())
    }
    assert used <= known


def test_scripts_never_put_text_in_as_html_or_run_it() -> None:
    for script in [*WEB.glob("static/*.js"), *WEB.glob("static/js/*.js")]:
        text = script.read_text()
        for word in ("innerHTML", "outerHTML =", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text.replace("morph:innerHTML", "").replace('"innerHTML"', "")
