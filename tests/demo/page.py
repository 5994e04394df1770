"""The workspace's web page (local-slack 0.1.8) in a real browser: what a person there sees and does."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.demo.cast import user_id

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SOON = 15_000  # milliseconds for what follows from one act
SIZE = {"width": 1280, "height": 680}


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def open_page(browser: str, address: str) -> Iterator["WorkspacePage"]:
    with sync_playwright() as playwright:
        # Its sandbox needs rights that a container doesn't give; the only page it opens is our own.
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page(viewport=SIZE, timezone_id="Asia/Tokyo", locale="en-GB")  # type: ignore[arg-type]  # a TypedDict
        page.set_default_timeout(SOON)
        page.goto(address)
        yield WorkspacePage(page)
        running.close()


class WorkspacePage:
    def __init__(self, page: Page) -> None:
        self.page = page
        expect.set_options(timeout=SOON)

    def be(self, account: str, channel: str) -> None:
        """Acts as `account` (a seat's id) in `channel`."""
        self.page.locator(".actas select").select_option(value=user_id(account))
        self.page.locator(".sidebar-item").filter(has_text=re.compile(rf"\W{channel}(?![\w-])")).click()
        expect(self.page.locator(".channel-title")).to_contain_text(channel)

    def type(self, line: str) -> None:
        self.page.locator(".composer-input").fill(line)
        self.page.keyboard.press("Escape")  # closes the list of mentions, which would take the next key
        self.page.locator(".composer-send").click()

    def answer(self, text: str) -> Locator:
        """What only the person sees, with this text in it."""
        return self.page.locator(".msg", has=self.page.locator(".badge-eph")).filter(has_text=text)

    def is_seen_at_once(self, message: Locator) -> bool:
        """Whether it is no higher than what the page shows of a channel."""
        return bool(message.evaluate("message => message.offsetHeight <= message.closest('.messages').clientHeight"))

    def card(self, title: str) -> Locator:
        """The card with this in its header, the title or the serial, in the channel that is open."""
        whole = re.compile(rf"^{re.escape(title)} · | · {re.escape(title)}$")
        return self.page.locator(".msg").filter(has=self.page.locator(".bk-header", has_text=whole))

    def stage(self, title: str) -> Locator:
        """The stage that a card shows."""
        return self.card(title).locator(".bk-context strong").first

    def serial(self, title: str) -> str:
        """What a card in the channel calls its matter."""
        return self.card(title).locator(".bk-header").inner_text().split(" · ")[0]

    def button(self, title: str, label: str) -> Locator:
        return self.card(title).locator(".bk-actions").get_by_role("button", name=label, exact=True)

    def menu(self, title: str) -> Locator:
        """The further acts of a card."""
        return self.card(title).locator(".bk-actions select")

    def picture_of(self, name: str) -> Locator:
        """The picture in the channel that has this in its name."""
        return self.page.locator(".msg").filter(has_text=name).locator("img")

    def press(self, title: str, label: str) -> None:
        """A button of a card; a form opens."""
        self.button(title, label).click()
        expect(self.form).to_be_visible()

    @property
    def form(self) -> Locator:
        return self.page.locator(".modal")

    def field(self, label: str) -> Locator:
        """The field of this label in the form."""
        found = self.page.locator(".bk-input").filter(has=self.page.get_by_text(label, exact=True))
        return found.locator("input:not([type=checkbox]), select, textarea")

    def tick(self, option: str) -> None:
        self.page.locator(".bk-options label").filter(has_text=option).locator("input").check()

    def send(self) -> None:
        self.page.locator(".modal-btn.primary").click()

    def send_and_see_it_go(self) -> None:
        self.send()
        self.see_form_go()

    def see_form_go(self) -> None:
        expect(self.form).to_have_text([])  # of one that stays, what it says is told

    def leave_form(self) -> None:
        """Closes the form that is open, if any."""
        if self.form.count():
            self.page.locator(".modal-btn:not(.primary)").click()
            self.see_form_go()

    def send_and_read(self, text: str) -> None:
        """The form comes back with that in it."""
        self.send()
        expect(self.form).to_contain_text(text)

    @property
    def errors(self) -> Locator:
        return self.page.locator(".modal-error")

    def picture(self, title: str, file: Path) -> None:
        """The page with the card of this title in its middle."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.mouse.move(0, 0)  # a message under the pointer is drawn differently
        self.card(title).evaluate("card => card.scrollIntoView({block: 'center'})")
        self.page.screenshot(path=file, animations="disabled")
