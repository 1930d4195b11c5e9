"""Somebody in front of a browser. Each thing they do is checked for accessibility, errors and foreign hosts."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.database import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_RUN = """async () => (await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
})).violations.map((found) => `${found.id}: ${found.help} — ${found.nodes.map((node) => node.target).join(", ")}`)"""
# What axe judges by: the elements, their attributes and the window, but not which words and numbers stand there.
SHAPE = """() => {
    const copy = document.documentElement.cloneNode(true);
    const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) texts.currentNode.data = "words";
    for (const box of copy.querySelectorAll("input[type=hidden]")) box.removeAttribute("value");
    const keys = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
    return innerWidth + copy.outerHTML.replace(keys, "").replace(/[0-9]+/g, "0");
}"""
TELL_OF_BREACHES = """addEventListener("securitypolicyviolation", (breach) =>
    console.error(`CSP: ${breach.violatedDirective} ${breach.blockedURI}`))"""
PASSWORD = "four friendly words here"


@dataclass
class Visitor:
    """
    A person at one area's site.

    `faults` gathers what must never happen on any page: a JavaScript error, a breach of the content security policy,
    a request to another host, an answer of 500 or more, an accessibility violation. The fixture asserts that it is
    empty.
    """

    context: BrowserContext
    home: str
    # Without JavaScript there is no axe either.
    javascript: bool = True
    faults: list[str] = field(default_factory=list)
    page: Page = field(init=False)
    # The shapes of pages in which axe has found nothing.
    sound: ClassVar[set[str]] = set()

    def __post_init__(self) -> None:
        self.context.add_init_script(TELL_OF_BREACHES)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"JavaScript: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    # What people do.

    def visits(self, path: str) -> "Visitor":
        self.page.goto(self.home + path)
        return self.looks()

    def signs_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        self.visits("/accounts/login/")
        self.page.locator("input[name=login]").first.fill(email)
        self.page.locator("input[name=password]").fill(password)
        return self.presses("Sign in")

    def follows(self, link: str | re.Pattern[str], *, nth: int = 0) -> "Visitor":
        # A link that looks like a button says that it is one.
        links = self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link))
        links.nth(nth).click()
        return self.looks()

    def presses(self, button: str | re.Pattern[str], *, nth: int = 0) -> "Visitor":
        self.page.get_by_role("button", name=button, exact=isinstance(button, str)).nth(nth).click()
        return self.looks()

    def fills(self, label: str | re.Pattern[str], words: str) -> "Visitor":
        self.page.get_by_label(label).first.fill(words)
        return self

    def chooses(self, label: str | re.Pattern[str]) -> "Visitor":
        self.page.get_by_label(label).first.check()
        return self

    def selects(self, label: str | re.Pattern[str], option: str) -> "Visitor":
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def uploads(self, label: str | re.Pattern[str], file: Path) -> "Visitor":
        self.page.get_by_label(label).first.set_input_files(file)
        return self

    def double_clicks(self, button: str) -> "Visitor":
        """Press twice, too quickly to look at what comes in between."""
        self.page.get_by_role("button", name=button, exact=True).dblclick()
        return self

    def opens_another_tab(self) -> "Visitor":
        """The same person in the same browser, with one page more."""
        return Visitor(context=self.context, home=self.home, javascript=self.javascript, faults=self.faults)

    # What they find.

    def reads(self, words: str | re.Pattern[str]) -> "Visitor":
        """The words are on the page, to be seen."""
        self.main.get_by_text(words).first.wait_for(state="visible")
        return self

    def reads_beside(self, label: str | re.Pattern[str], words: str) -> "Visitor":
        """The words stand with the field, and whoever cannot see them hears them there."""
        box = self.page.get_by_label(label).first
        expect(box).to_have_accessible_description(re.compile(re.escape(words)))
        return self.reads(words)

    def finds(self, label: str | re.Pattern[str], words: str) -> "Visitor":
        """The words are in the field, as somebody typed them."""
        expect(self.page.get_by_label(label).first).to_have_value(words)
        return self

    def does_not_read(self, words: str) -> "Visitor":
        assert words not in self.page.content(), f"“{words}” is on {self.page.url}"
        return self

    def status_of(self, path: str) -> int:
        """What a page answers, without going there."""
        home = urlsplit(self.home)
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in self.context.cookies(self.home))
        # Not every machine's own resolver knows what lies before ".localhost", as browsers do.
        connection = HTTPConnection("127.0.0.1", home.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": home.netloc, "Cookie": cookies})
            return connection.getresponse().status
        finally:
            connection.close()

    def looks(self) -> "Visitor":
        """
        Check the page as it is now with axe, which needs JavaScript itself.

        Where somebody has found a page of this very shape in order, it is in order.
        """
        self.page.wait_for_load_state("load")
        if not self.javascript or (shape := self.page.evaluate(SHAPE)) in self.sound:
            return self
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text())
        # From the top: further down, the way out of the site lies over whatever has been scrolled beneath it.
        self.page.evaluate("scrollTo(0, 0)")
        where = urlsplit(self.page.url).path
        found = self.page.evaluate(AXE_RUN)
        self.faults += [f"axe on {where}: {violation}" for violation in found]
        if not found:
            self.sound.add(shape)
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    # What must never happen.

    def _heard(self, message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is no error of the browser's.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(self.home):
            self.faults.append(f"foreign: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")


def context_options(**options: Any) -> dict[str, Any]:
    return {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 900}, **options}
