"""The button that puts a publication into the basket; a list has one in each of its lines."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.addresses import named_address

register = template.Library()
_FORM = (
    '<form class="gather" method="post" action="{}" data-add="{}" data-drop="{}" data-added="{}" data-dropped="{}">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
    '<button class="{}" name="{}" value="{}"> <span>{}</span>{} </button>'
    ' <span class="vh" role="status"></span></form>'
)
# A very long question is not repeated in every hit: without script the basket's own page answers then.
_LONGEST_WAY_BACK = 1000


@register.simple_tag(takes_context=True)
def gather(context: Context, publication_id: int, title: str = "", look: str = "btn") -> SafeString:
    """Put a publication into the basket or take it out; `title` tells the button from others of its kind."""
    add, drop = _("Put into the basket"), _("Take out of the basket")
    taken = publication_id in context["gathered"]
    back = context["request"].get_full_path()
    return format_html(
        _FORM,
        *(named_address("basket"), add, drop, _("It is in the basket."), _("It is out of the basket.")),
        context["csrf_token"],
        format_html('<input type="hidden" name="back" value="{}">', back) if len(back) < _LONGEST_WAY_BACK else "",
        *(look, "drop" if taken else "add", publication_id, drop if taken else add),
        format_html('<span class="vh">: {}</span>', title) if title else "",
    )
