"""A page that remembers every console error, failed script and breach of the content policy."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page

AXE = Path(__file__).resolve().parents[2] / "vendor" / "axe-4.14.1.min.js"
_LISTEN = """
window.__breaches = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__breaches.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another color scheme can change.
_COLOR_RULES = ["color-contrast", "link-in-text-block"]
# What passes need not be described node by node. Autotask's original stands in a frame that lets
# nothing in: axe would wait half a second for an answer from there.
_RUN = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"], iframes: false });
  return found.violations.map((v) =>
    `${v.id}: ${v.nodes.map((n) => n.target.join(" ") + " " + n.html.slice(0, 120)).join(" | ")}`);
}"""
_WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 2.5.8: what a finger or a shaky hand must hit. A field's label counts with it.
_SMALL = """() => [...document.querySelectorAll(
    "button, .btn, select, summary, input:not([type=hidden]), nav a, .menu a")]
  .map((found) => found.matches("label input") ? found.closest("label") : found)
  .filter((found) => found.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((found) => [found, found.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([found, box]) =>
    `${found.outerHTML.slice(0, 90)} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


@cache
def _axe() -> str:
    return AXE.read_text()


class Watched:
    """Playwright's page plus what a careful person would notice."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.expected: list[str] = []
        self._seen: list[str] = []
        page.add_init_script(_LISTEN)
        page.on("console", self._note)
        page.on("pageerror", self._fail)

    def goto(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def axe(self) -> list[str]:
        """Violations of WCAG 2.2 AA and good practice, as axe-core sees them."""
        return self._judged({"type": "tag", "values": _TAGS})

    def colors(self) -> list[str]:
        """Of these only what depends on colors, for a second look at the same screen."""
        return self._judged({"type": "rule", "values": _COLOR_RULES})

    def _judged(self, rules: dict[str, Any]) -> list[str]:
        if not self.page.evaluate("() => Boolean(window.axe)"):
            self.page.evaluate(_axe())
        found: list[str] = self.page.evaluate(_RUN, rules)
        return found

    def sideways(self) -> int:
        """How many pixels a reader would have to scroll sideways."""
        overflow: int = self.page.evaluate(_WIDTH)
        return overflow

    def small_targets(self) -> list[str]:
        """Controls of less than 24 by 24 pixels."""
        found: list[str] = self.page.evaluate(_SMALL)
        return found

    def clear(self) -> None:
        """Leave nothing behind for the next one who looks at another screen here."""
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        # Whatever was still under way on the screen ends with it.
        self.page.goto("about:blank")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.expected.clear()
        self._seen.clear()

    def breaches(self) -> list[str]:
        found: Any = self.page.evaluate("() => window.__breaches || []")
        return list(found)

    def troubles(self) -> list[str]:
        return [line for line in self._seen if not any(word in line for word in self.expected)]

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._seen.append(f"console: {message.text}")

    def _fail(self, error: Error) -> None:
        self._seen.append(f"script: {error.message}")
