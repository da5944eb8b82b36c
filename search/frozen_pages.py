"""Pages of frozen searches: freezing one, its record and list, what came and went since, and what staff do."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalogue.addresses import plain_address
from catalogue.policy import Reader, reader_of
from catalogue.rates import counted, within_rate
from citations.formats import FORMATS
from search import freezing
from search.addresses import pairs_of, search_address
from search.engines.base import EngineError, QueryTooExpensive
from search.entries import Entry, entries_for
from search.facets import Names, chips
from search.filters import Asked, asked
from search.freezing import MOST, TooManyFound
from search.models import FrozenSearch
from search.presentation import SORT_LABELS, Pager, note_texts, pager
from search.syntax import write

# A reviewer freezes one search a database; more in an hour is a machine.
FROZEN_AN_HOUR = 20
FROZEN_A_DAY = 500
_DAY_SECONDS = 24 * 3600
_ON_A_PAGE = 50
_CHANGES_SHOWN = 200
_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A publication with its place in the list that was frozen."""

    number: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a systematic review reports of a search (PRISMA-S): the string, its limits, the day, the number."""

    frozen: FrozenSearch
    words: str
    read_as: str
    notes: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    sort: str
    library: str
    address: str
    pairs: tuple[tuple[str, str], ...]
    now_href: str
    again_href: str
    formats: tuple[tuple[str, str], ...]
    zip_href: str


# Without a token: no reader needs a cookie, and the form can do no more than anybody may.
@csrf_exempt
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Keep a search and go to its page; so many an hour from one address."""
    question = asked(request.POST)
    context: dict[str, object] = {"section": "search", "asked": question, "most": MOST}
    context["back"] = search_address(pairs_of(question))
    if not within_rate(request, "frozen-searches", FROZEN_AN_HOUR):
        return render(request, "429.html", status=429)
    if not counted("frozen-searches-of-all", FROZEN_A_DAY, _DAY_SECONDS):
        return render(request, "429.html", status=429)
    try:
        frozen = freezing.freeze(question)
    except TooManyFound as error:
        return render(request, "search/frozen_refused.html", context | {"total": error.total}, status=422)
    except QueryTooExpensive:
        return render(request, "search/frozen_refused.html", context | {"trouble": "expensive"}, status=422)
    except EngineError:
        return render(request, "search/frozen_refused.html", context | {"trouble": "resting"}, status=503)
    return redirect("frozen-search", frozen.token)


@require_safe
def frozen_search(request: HttpRequest, token: str) -> HttpResponse:
    """The record of a frozen search and what it found, of that what the reader may see today."""
    frozen = get_object_or_404(FrozenSearch, token=token)
    if frozen.removed_at:
        return _described(render(request, "search/frozen_removed.html", {"frozen": frozen}, status=410))
    reader = reader_of(request.user)
    ids = freezing.current(frozen)
    visible = freezing.seen(ids, reader)
    number = _page_number(request, len(visible))
    context = {
        "section": "search",
        "record": record_of(request, frozen),
        "listed": _numbered(ids, visible, number, reader),
        "hidden": len(ids) - len(visible),
        "pager": _pager(frozen, len(visible), number),
    }
    return _described(render(request, "search/frozen.html", context))


@require_safe
def frozen_again(request: HttpRequest, token: str) -> HttpResponse:
    """What a frozen search finds today: what came and what went, named where the reader may see it."""
    frozen = get_object_or_404(FrozenSearch, token=token, removed_at=None)
    context: dict[str, object] = {"section": "search", "record": record_of(request, frozen)}
    status = 200
    try:
        found = freezing.changes(frozen)
        reader = reader_of(request.user)
        came, went = freezing.seen(found.came, reader), freezing.seen(found.went, reader)
        context |= {"found": found, "came_count": len(came), "went_count": len(found.went)}
        context["came"] = _entries(came[:_CHANGES_SHOWN], reader)
        context["went"] = _entries(went[:_CHANGES_SHOWN], reader)
        context["gone"] = len(found.went) - len(went)
        context["shown"] = _CHANGES_SHOWN
    except QueryTooExpensive:
        context["trouble"] = "expensive"
    except EngineError:
        context["trouble"], status = "resting", 503
    return _described(render(request, "search/frozen_again.html", context, status=status))


def record_of(request: HttpRequest, frozen: FrozenSearch) -> Record:
    """Return what the pages say of a frozen search."""
    question = freezing.question_of(frozen)
    root = f"{request.scheme}://{request.get_host()}"
    plain = plain_address("frozen-search", frozen.token)
    read_as = write(question.parsed.expression)
    return Record(
        frozen=frozen,
        words=question.words,
        read_as=read_as if read_as != question.words else "",
        notes=tuple(note_texts(question)),
        limits=_limits(question),
        sort=str(SORT_LABELS[question.sort]),
        library=root + plain_address("search"),
        address=root + plain,
        pairs=tuple(pairs_of(question)),
        now_href=search_address(pairs_of(question)),
        again_href=reverse("frozen-again", args=[frozen.token]),
        formats=tuple((form.label, f"{plain.rstrip('/')}.{form.suffix}") for form in FORMATS.values()),
        zip_href=f"{plain.rstrip('/')}.zip",
    )


def _limits(question: Asked) -> tuple[tuple[str, str], ...]:
    """Return the filters by name; several values of one are joined as they add up."""
    values: dict[str, list[str]] = {}
    for chip in chips(question, Names(question, {})):
        values.setdefault(chip.label, []).append(chip.value)
    either = _(" or ")
    return tuple((label, either.join(several)) for label, several in values.items())


def _page_number(request: HttpRequest, total: int) -> int:
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 7 else 1
    return min(max(number, 1), max(-(-total // _ON_A_PAGE), 1))


def _numbered(ids: tuple[int, ...], visible: tuple[int, ...], page: int, reader: Reader) -> list[Numbered]:
    places = {pk: number for number, pk in enumerate(ids, start=1)}
    some = visible[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    return [Numbered(number=places[entry.id], entry=entry) for entry in _entries(some, reader)]


def _entries(ids: tuple[int, ...], reader: Reader) -> list[Entry]:
    found = entries_for(ids, reader)
    return [found[pk] for pk in ids if pk in found]


def _pager(frozen: FrozenSearch, total: int, current: int) -> Pager | None:
    last = -(-total // _ON_A_PAGE)
    if last < 2:
        return None
    path = reverse("frozen-search", args=[frozen.token])
    return pager(current, last, lambda number: search_address([], page=number, path=path))


def _described(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of search engines and out of shared caches: it depends on who reads."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response


@user_passes_test(lambda user: user.is_active and user.is_staff)
@require_safe
def frozen_searches(request: HttpRequest) -> HttpResponse:
    """The newest frozen searches, for staff."""
    kept = FrozenSearch.objects.filter(removed_at=None)
    context = {
        "section": "frozen-searches",
        "kept": [(frozen, _name(frozen)) for frozen in kept.defer("publication_ids")[:_LISTED]],
        "total": kept.count(),
    }
    return render(request, "search/frozen_searches.html", context)


def _name(frozen: FrozenSearch) -> str:
    """Return the words of a frozen search, its whole address where it has none."""
    return freezing.question_of(frozen).words or frozen.asked


@user_passes_test(lambda user: user.is_active and user.is_staff)
@require_POST
def frozen_remove(request: HttpRequest, token: str) -> HttpResponse:
    """Remove a frozen search; its address says so from then on."""
    frozen = FrozenSearch.objects.filter(token=token, removed_at=None).first()
    if frozen is None:
        raise Http404
    freezing.remove(frozen, request.user.pk)
    messages.success(request, _("The frozen search is removed."))
    return redirect("frozen-searches")
