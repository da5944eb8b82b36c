"""The staff's journeys in a real browser, against the library as `manage.py run` starts it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

from playwright.sync_api import APIResponse, Browser, Route, expect  # noqa: E402

from tests import pdfs  # noqa: E402
from tests.browser.staff_desk import PAPER, Desk, desk  # noqa: E402
from tests.project.test_run import free_port, library  # noqa: E402

AXE = Path(os.environ.get("KC_AXE", "axe.min.js"))

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("staff-journeys")]
_numbers = count(1)
_AXE_RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Yield the address of a library that runs, and the password of its first account."""
    port = free_port()
    with library(tmp_path_factory.mktemp("library"), port) as (_process, said):
        found = re.search(r"password (\S+)", said)
        assert found is not None
        yield f"http://127.0.0.1:{port}", found[1]


@pytest.fixture(params=[1280, 390])
def editor(request: pytest.FixtureRequest, browser: Browser, running: tuple[str, str]) -> Iterator[Desk]:
    address, password = running
    with desk(browser, address, width=request.param) as person:
        person.sign_in("staff", password)
        yield person


@pytest.fixture
def wide(browser: Browser, running: tuple[str, str]) -> Iterator[Desk]:
    address, password = running
    with desk(browser, address) as person:
        person.sign_in("staff", password)
        yield person


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Return a new paper, unlike all others."""
    number = next(_numbers)
    text = (
        f"Report {number} of {time.time_ns()}. The council decides on the price of water in November every year. " * 9
    )
    path = tmp_path / f"water-{number}.pdf"
    path.write_bytes(pdfs.paper(title=f"{PAPER}, part {number}", authors=("Berg, Karin", "Ek, Bo"), pages=(text,)))
    return path


def submitted(person: Desk, paper: Path) -> None:
    """Send the paper in and open its review page."""
    person.open("/upload/")
    person.choose_files(paper)
    person.wait_until_read(paper)
    person.page.get_by_role("link", name=f"Look over {paper.name}").click()
    expect(person.page.locator("#sheet")).to_be_visible()
    # Keys pressed before the scripts have run go nowhere.
    person.page.wait_for_load_state("load")


def faults_of(person: Desk) -> list[str]:
    """Return what axe finds on the page, where there is an axe."""
    if not AXE.exists():
        return []
    person.page.evaluate(AXE.read_text())
    return [fault["id"] for fault in person.page.evaluate(f"axe.run(document, {_AXE_RULES})")["violations"]]


def test_from_a_chosen_file_to_a_published_paper_in_three_clicks(editor: Desk, paper: Path) -> None:
    editor.open("/upload/")
    editor.choose_files(paper)
    editor.wait_until_read(paper)
    row = f".job:has(a:text-is('{paper.name}'))"
    if editor.page.locator(f"{row} button:has-text('Publish')").count():
        editor.click(f"{row} button:has-text('Publish')")
    else:
        editor.click(f"{row} a:has-text('Look over')")
        editor.click("button[value=publish]")
    expect(editor.page.get_by_text("Published. It can be searched and cited now.")).to_be_visible()
    assert editor.clicks <= 3


def test_a_wrong_author_list_is_corrected_by_keyboard_alone(wide: Desk, paper: Path) -> None:
    submitted(wide, paper)
    keyboard = wide.page.keyboard
    keyboard.press("Alt+a")
    keyboard.type("Leonora Romeo, Centre for Wells and Åsa af Berg")
    keyboard.press("Control+Enter")
    expect(wide.page.locator("[name=person-family]").nth(0)).to_have_value("Romeo")
    wide.page.wait_for_load_state("load")
    keyboard.press("Control+Enter")
    expect(wide.page.get_by_text("Published. It can be searched and cited now.")).to_be_visible()
    wide.page.get_by_role("link", name="Show", exact=True).click()
    expect(wide.page.locator("main")).to_contain_text("Centre for Wells")


def test_a_narrow_screen_in_swedish_needs_no_mouse_from_the_upload_to_the_published_paper(
    browser: Browser, running: tuple[str, str], paper: Path
) -> None:
    address, password = running
    with desk(browser, address, width=390, locale="sv-SE") as person:
        person.sign_in("staff", password)
        page, keyboard = person.page, person.page.keyboard
        # Asked for only with the key, choosers are caught too late on a busy machine: the key opens one unseen.
        page.on("filechooser", lambda _chooser: None)
        person.open("/upload/")
        expect(page.locator("html")).to_have_attribute("lang", "sv")
        person.tab_to(page.locator("#files"))
        with page.expect_file_chooser() as chooser:
            keyboard.press("Enter")
        chooser.value.set_files(paper)
        look_over = page.get_by_role("link", name=f"Granska {paper.name}")
        expect(look_over).to_be_visible()
        person.tab_to(look_over)
        keyboard.press("Enter")
        # What kind of paper it is cannot be told from so little, so that the journey begins there.
        doubtful = page.locator("#part-type.doubt select")
        expect(doubtful).to_be_focused()
        page.wait_for_load_state("load")
        keyboard.type("Arbetspapper")
        person.tab_to(page.locator("[name=person-family]").first)
        keyboard.type("Bergström")
        assert not faults_of(person)
        keyboard.press("Control+Enter")
        expect(page.get_by_text("Publicerad. Går att söka och citera nu.")).to_be_visible()
        # The next paper is open by now, and its first doubtful field active.
        page.wait_for_load_state("load")
        person.tab_to(page.get_by_role("link", name="Visa", exact=True), "Shift+Tab")
        keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Karin Bergström")
        expect(page.locator("main")).to_contain_text("Arbetspapper")


def test_authors_are_split_turned_moved_removed_and_added_by_keys(wide: Desk, paper: Path) -> None:
    submitted(wide, paper)
    keyboard, names = wide.page.keyboard, wide.page.locator("[name=person-family]")

    def reads(*families: str) -> None:
        for place, family in enumerate(families):
            expect(names.nth(place)).to_have_value(family)
        expect(names).to_have_count(len(families))
        wide.page.wait_for_load_state("load")

    names.first.focus()
    keyboard.press("Alt+a")
    keyboard.type("Karin Berg Bo Ek; Tryck Hus")
    keyboard.press("Control+Enter")
    reads("Ek", "Hus")
    keyboard.press("Alt+s")
    reads("Berg", "Ek", "Hus")
    keyboard.press("Alt+ArrowDown")
    reads("Ek", "Berg", "Hus")
    keyboard.press("Alt+j")
    keyboard.press("Alt+Delete")
    reads("Ek", "Berg")
    keyboard.press("Alt+o")
    expect(wide.page.locator("[name=person-literal]").nth(1)).to_have_value("Karin Berg")
    wide.page.wait_for_load_state("load")
    keyboard.press("Alt+a")
    keyboard.type("Eva Holm")
    keyboard.press("Control+Shift+Enter")
    reads("Ek", "", "Holm")
    expect(wide.page.locator("#person-2")).to_be_focused()


def test_an_alternative_is_one_key_away_and_the_draft_saves_itself(wide: Desk, paper: Path) -> None:
    submitted(wide, paper)
    title = wide.page.locator("#id_title")
    title.fill("Typed by hand")
    expect(wide.page.locator("[data-saved]")).to_contain_text("Saved")
    wide.page.reload()
    expect(title).to_have_value("Typed by hand")
    if wide.page.locator("#part-title [data-alternative='1']").count():
        title.focus()
        wide.page.keyboard.press("Alt+1")
        expect(title).not_to_have_value("Typed by hand")


def test_words_of_the_page_fill_a_field(wide: Desk, paper: Path) -> None:
    submitted(wide, paper)
    subtitle = wide.page.locator("#id_subtitle")
    subtitle.click()
    words = wide.page.locator(".marks .word")
    expect(words.first).to_be_attached(timeout=20_000)
    words.nth(0).click()
    words.nth(1).click()
    expect(subtitle).to_have_value("Council budgets")
    wide.page.locator("#id_place").click()
    first, last = words.nth(0).bounding_box(), words.nth(2).bounding_box()
    assert first is not None
    assert last is not None
    wide.page.mouse.move(first["x"] - 3, first["y"] - 3)
    wide.page.mouse.down()
    wide.page.mouse.move(last["x"] + last["width"] + 2, last["y"] + last["height"] + 3, steps=4)
    wide.page.mouse.up()
    expect(wide.page.locator("#id_place")).to_have_value("Council budgets and")


def test_a_broken_line_goes_on_where_it_broke(wide: Desk, paper: Path) -> None:
    # Three pieces: trailing bytes belong to no object of the PDF.
    paper.write_bytes(paper.read_bytes() + b"\n%" + b"x" * 9_000_000)
    pieces: list[str] = []

    def breaks_once(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        pieces.append(route.request.headers["upload-offset"])
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    wide.page.route("**/upload/pieces/**", breaks_once)
    wide.open("/upload/")
    wide.choose_files(paper)
    expect(wide.page.locator("#queue .job-name", has_text=paper.name)).to_be_visible(timeout=30_000)
    assert pieces == ["0", "4194304", "4194304", "8388608"]


def test_a_server_that_fails_for_a_moment_is_asked_again(wide: Desk, paper: Path) -> None:
    failed: list[Route] = []

    def fails_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route)
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")

    wide.page.route("**/upload/pieces/", fails_once)
    wide.open("/upload/")
    wide.choose_files(paper)
    wide.wait_until_read(paper)
    assert failed


def test_a_file_that_is_no_pdf_is_told_and_stops_no_other(editor: Desk, paper: Path, tmp_path: Path) -> None:
    word = tmp_path / f"report-{next(_numbers)}.pdf"
    word.write_bytes(b"PK\x03\x04 a document of another kind")
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    editor.open("/upload/")
    editor.choose_files(word, empty, paper)
    expect(editor.page.get_by_text("Not a PDF, despite its name").first).to_be_visible()
    expect(editor.page.get_by_text("The file is empty").first).to_be_visible()
    editor.wait_until_read(paper)


def test_sixty_files_dropped_at_once_have_each_their_outcome(wide: Desk, tmp_path: Path) -> None:
    batch = f"batch-{next(_numbers)}"
    files = [tmp_path / f"{batch}-{number:02}.pdf" for number in range(60)]
    for number, file in enumerate(files):
        paper = pdfs.paper(title=f"Village {number}", pages=(f"{batch}: well {number} fell dry.",))
        file.write_bytes(b"no PDF" if number % 4 else paper)
    wide.open("/upload/")
    wide.drop(files)
    expect(wide.page.locator("[data-sum]")).to_have_text("15 of 60 uploaded, 45 could not be taken")
    told = wide.page.locator("[data-sending] .job", has_text="Not a PDF, despite its name").locator(".job-name")
    assert told.all_text_contents() == [file.name for number, file in enumerate(files) if number % 4]
    listed = []
    for page in (1, 2):
        wide.open(f"/submissions/?q={batch}&page={page}")
        listed += wide.page.locator(".job-name").all_inner_texts()
    assert set(listed) == {file.name for file in files}


def test_a_file_that_cannot_be_opened_is_told_and_stops_no_other(wide: Desk, paper: Path, tmp_path: Path) -> None:
    gone = tmp_path / f"gone-{next(_numbers)}.pdf"
    gone.write_bytes(b"%PDF- gone soon")
    wide.open("/upload/")
    wide.page.evaluate("""() => {
      File.prototype.slice = function (...where) {
        if (this.name.startsWith("gone")) throw new DOMException("gone", "NotReadableError");
        return Blob.prototype.slice.apply(this, where);
      };
    }""")
    wide.drop([gone, paper])
    expect(wide.page.get_by_text("The file cannot be opened.")).to_be_visible()
    wide.wait_until_read(paper)


def test_a_file_stored_while_the_list_is_fetched_is_listed_too(wide: Desk, paper: Path, tmp_path: Path) -> None:
    word = tmp_path / f"report-{next(_numbers)}.pdf"
    word.write_bytes(b"PK\x03\x04 a document of another kind")
    held: list[Route] = []
    answers: list[APIResponse] = []

    def keep_the_first_answer(route: Route) -> None:
        if held:
            route.continue_()
            return
        held.append(route)
        answers.append(route.fetch())

    wide.page.route("**/submissions/changes/**", keep_the_first_answer)
    wide.open("/upload/")
    wide.choose_files(word)
    # The request is told before its answer is there: on a busy machine the test was past it.
    limit = time.monotonic() + 20
    while not answers and time.monotonic() < limit:
        wide.page.wait_for_timeout(50)
    with wide.page.expect_response(lambda response: response.request.method == "PATCH"):
        wide.choose_files(paper)
    expect(wide.page.locator("[data-sending] .job", has_text=paper.name)).to_have_count(0)
    held[0].fulfill(response=answers[0])
    wide.wait_until_read(paper)


def test_an_invited_colleague_is_seen_and_never_overwritten(wide: Desk, browser: Browser, paper: Path) -> None:
    wide.open("/people/")
    email = f"colleague-{next(_numbers)}@example.org"
    wide.page.fill("[name=name]", "New Colleague")
    wide.page.fill("[name=email]", email)
    wide.page.select_option("section [name=role]", "editor")
    wide.page.click("text=Invite >> nth=-1")
    link = wide.page.locator("code.long").inner_text()
    submitted(wide, paper)
    review = wide.page.url
    with desk(browser, wide.address) as colleague:
        colleague.page.goto(link)
        for name in ("new_password1", "new_password2"):
            colleague.page.fill(f"[name={name}]", "a long enough password")
        colleague.page.press("[name=new_password2]", "Enter")
        colleague.sign_in(email, "a long enough password")
        colleague.page.goto(review)
        expect(colleague.page.get_by_text("has this record open too")).to_be_visible()
        colleague.page.fill("#id_title", "The colleague's title")
        expect(colleague.page.locator("[data-saved]")).to_contain_text("Saved")
    wide.page.fill("#id_title", "My own title")
    expect(wide.page.locator("[data-stale]")).to_contain_text("New Colleague has saved")
    wide.page.click("text=Compare")
    expect(wide.page.locator("#id_title")).to_have_value("My own title")
    expect(wide.page.locator(".conflict")).to_contain_text("The colleague's title")


def test_everything_works_without_script(browser: Browser, running: tuple[str, str], paper: Path) -> None:
    address, password = running
    with desk(browser, address, width=390, script=False) as person:
        person.sign_in("staff", password)
        person.open("/upload/")
        person.choose_files(paper)
        person.click("main button[type=submit]")
        deadline = time.monotonic() + 60
        while not person.page.get_by_role("link", name=f"Look over {paper.name}").count():
            assert time.monotonic() < deadline
            time.sleep(0.5)
            person.page.reload()
        person.page.get_by_role("link", name=f"Look over {paper.name}").click()
        person.page.get_by_role("button", name="Add an organisation").click()
        person.page.locator("[name=person-literal]").last.fill("Centre for Wells")
        person.page.get_by_role("button", name="Publish", exact=True).click()
        expect(person.page.get_by_text("Published. It can be searched and cited now.")).to_be_visible()


@pytest.mark.skipif(not AXE.exists(), reason="KC_AXE names no axe.min.js")
def test_axe_finds_nothing_on_any_page_of_the_staff(browser: Browser, running: tuple[str, str], paper: Path) -> None:
    address, password = running
    found = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True, locale="en-GB")
        person = Desk(page=context.new_page(), address=address)
        person.sign_in("staff", password)
        if scheme == "light":
            submitted(person, paper)
            review = person.page.url.removeprefix(address)
        paths = ("/upload/", "/submissions/", review, "/records/", "/status/", "/account/", "/people/")
        for path in (*paths, "/account/second-factor/", "/publications/1/life/"):
            person.open(path)
            found += [(scheme, path, fault) for fault in faults_of(person)]
        context.close()
    assert not found
