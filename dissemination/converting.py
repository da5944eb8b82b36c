"""The converter: a reader drops a .bib or .ris and takes it away clean, in any format; nothing is stored."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from citations.formats import FORMATS, ReadResult
from citations.formats.files import decode_bytes, form_of
from dissemination.reading_problems import shown

MOST_BYTES = 5 * 1024 * 1024
_PROBLEMS_SHOWN = 200


class ConversionForm(forms.Form):
    """A file or pasted text, and the format wanted."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    text = forms.CharField(label=_("Or paste references here"), required=False, widget=forms.Textarea, strip=False)
    to = forms.ChoiceField(label=_("Format"), choices=[(form.name, form.label) for form in FORMATS.values()])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if not file and not text.strip():
            raise forms.ValidationError(_("Choose a file or paste references."))
        if (file and file.size > MOST_BYTES) or len(text) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. The command line has no such limit."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def convert(request: HttpRequest) -> HttpResponse:
    """The form; after it what was read, what could not be, and the result to look at or to take away."""
    form = ConversionForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "dissemination/citing/convert.html", {"form": form}, status=status)
    name, text = _source(form)
    source = form_of(name, text)
    if source is None or source.read is None:
        form.add_error(None, _("This is no form of references that can be read."))
        return render(request, "dissemination/citing/convert.html", {"form": form}, status=422)
    result = source.read(text)
    target = FORMATS[form.cleaned_data["to"]]
    written = "".join(target.write(result.references))
    if "take" in request.POST:
        response = HttpResponse(written, content_type=f"{target.media_type}; charset=utf-8")
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=f"references.{target.suffix}") or ""
        )
        return response
    context = {
        "form": form,
        "result": _shown(result),
        "source": source,
        "target": target,
        "text": text,
        "written": written,
    }
    return render(request, "dissemination/citing/convert.html", context)


def _source(form: ConversionForm) -> tuple[str, str]:
    file = form.cleaned_data.get("file")
    if file:
        return str(file.name), decode_bytes(file.read())
    return "", form.cleaned_data["text"]


def _shown(result: ReadResult) -> dict[str, object]:
    return {
        "count": len(result.references),
        "problems": [shown(problem) for problem in result.problems[:_PROBLEMS_SHOWN]],
        "more": max(0, len(result.problems) - _PROBLEMS_SHOWN),
    }
