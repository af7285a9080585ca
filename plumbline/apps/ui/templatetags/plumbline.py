"""What every template may say: icons, links to records, days, people, states, the address with one thing changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django import forms, template
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui import prose
from plumbline.apps.ui.registers.acts import reading, writing
from plumbline.apps.ui.tones import SHAPES, Tone, tone_of
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.agenda import called
from plumbline.engine.domain.record import REF, Record

register = template.Library()

NOTHING = "–"
NAMED = frozenset({"person", "role"})
"""Who answers is said by name to everybody who may see the record."""
SILENT = SafeString('aria-hidden="true"')
HERE = SafeString('aria-current="page"')
WRITTEN_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
NAMED_REF = re.compile(rf"\b{REF.pattern}\b")
DAYS = {"short": "j M Y", "long": "j F Y", "weekday": "l j F Y"}
CONTROLS: Mapping[type[forms.Widget], str] = {
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "",
    forms.RadioSelect: "",
    forms.Select: "form-select",
}
"""The class of each widget; a group has none, for Django would give it to the box around the choices too."""


@register.simple_tag
def icon(name: str, label: str = "", **attributes: str) -> SafeString:
    """A line drawing from the sprite: silent, unless a label says what it stands for."""
    return _drawn(name, label, attributes.get("class", ""), static("ui/vendor/icons.svg"))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, classes: str, sprite: str) -> SafeString:
    """A register of fifty rows has hundreds of the same few."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {} focusable="false" fill="none" stroke="currentColor"><use href="{}#{}"></use></svg>',
        f"icon {classes}".strip(),
        spoken,
        sprite,
        name,
    )


@register.simple_tag(takes_context=True)
def ref_link(context: template.Context, record: Record | str, *, words: str = "") -> SafeString | str:
    """A link to a record, or to what a reference names; a reference that names nothing is shown as broken.

    words: what the link says instead of the reference, such as the title. People and roles are always shown by name.
    What the visitor may not read is named by its reference and leads nowhere.
    """
    visit = context.get("visit")
    found = record if isinstance(record, Record) else (visit.isms.resolve(record) if visit else None)
    if isinstance(found, Record):
        named = words or (visit.names.get(found.ref, "") if visit else "")
        named = named or (found.title if found.KIND == "role" else "")
        if not _open_to(visit, found):
            shown = named if found.KIND in NAMED else ""
            return format_html('<span class="{}">{}</span>', "named" if shown else "ref", shown or found.ref)
        address = reverse("records:record", args=[found.KIND, found.ref])
        told = found.title or found.REGISTER
        return format_html(
            '<a class="{}" href="{}" title="{}">{}</a>', "named" if named else "ref", address, told, named or found.ref
        )
    if not record:
        return NOTHING
    if visit and REF.fullmatch(str(record)):
        return format_html('<span class="ref broken" title="No such record">{} {}</span>', icon("unlink"), record)
    return str(record)


def _open_to(visit: Visit | None, record: Record) -> bool:
    return visit is None or visit.may(reading(record.KIND))


@register.simple_tag(takes_context=True)
def title_of(context: template.Context, record: Record | str, *, otherwise: str = "") -> str:
    """The title of a record beside its reference; nothing where the visitor may not read records of its kind.

    otherwise: what stands for the title of a record that has none.
    """
    visit = context.get("visit")
    if not isinstance(record, Record) or not _open_to(visit, record):
        return ""
    return (called(visit.isms, record) if visit else record.title) or otherwise


@register.filter
def reads(visit: Visit, kind: str) -> bool:
    """Whether the visitor may open the register of a kind: what they may not is named and leads nowhere."""
    return visit.may(reading(kind))


@register.filter
def adds(visit: Visit, kind: str) -> bool:
    """Whether the visitor may add records of a kind on this page."""
    return visit.may_now(writing(kind))


@register.filter
def opens(visit: Visit, address: str) -> bool:
    """Whether the visitor may open a page that is named by its address alone."""
    needed: Permission = resolve(reverse(address)).func.permission  # type: ignore[attr-defined]  # put there by @page
    return visit.may(needed)


@register.filter
def person(reference: str, names: Mapping[str, str] | None = None) -> str:
    """The name of a person behind a reference, or the reference itself."""
    return (names or {}).get(reference, reference) or NOTHING


@register.filter
def day(value: date | None, form: str = "short") -> str:
    """A day as people write it: 31 Mar 2026, `long` 31 March 2026, `weekday` Tuesday 31 March 2026."""
    return date_format(value, DAYS[form]).replace(" ", "\u00a0") if value else NOTHING


@register.filter
@stringfilter
def days_said(sentence: str) -> str:
    """A sentence of a rule or a reason, whose days are sortable (2026-03-31), with its days as people write them."""
    return WRITTEN_DAY.sub(_said, sentence)


def _said(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:  # 31 February is no day, and stays as it was written
        return found.group()


@register.filter
def refs_whole(sentence: str) -> SafeString:
    """A sentence that names records, none of whose references breaks at its hyphen where the line is full."""
    return SafeString(NAMED_REF.sub(r'<span class="whole">\g<0></span>', conditional_escape(sentence)))


@register.filter
def moment(value: datetime | None) -> str:
    """A point in time, in the organisation's time zone, which it names."""
    if value is None:
        return NOTHING
    here = timezone.localtime(value)
    return f"{date_format(here, DAYS['short'])}, {here:%H:%M} {here.tzname()}".replace(" ", "\u00a0")


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown as harmless HTML."""
    return prose.as_html(text or "")


@register.filter
def tone(state: object) -> Tone:
    """What a state's word says to the eye: good, notice, warn, bad or plain."""
    return tone_of(state)


@register.filter
def shape(state: object) -> str:
    """The icon of a tone, or of a state's tone."""
    return SHAPES[tone_of(state)]


@register.simple_tag(takes_context=True)
def active(context: template.Context, address: str) -> SafeString | str:
    """`aria-current="page"` where the page shown is this address, or lies beneath it."""
    path = context["request"].path
    here = path == address or (address != "/" and path.startswith(address))
    return HERE if here else ""


@register.simple_tag(takes_context=True)
def past_is_shown(context: template.Context) -> bool:
    """Whether the page shows a past day; asked of the request, which a part knows that is given nothing else."""
    visit = getattr(getattr(context, "request", None), "visit", None)
    return visit is not None and visit.past


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The query of this page with some values changed, dropped where empty; a changed list begins at its first page."""
    kept = {name: context["request"].GET.getlist(name) for name in context["request"].GET}
    kept.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            kept.pop(name, None)
        else:
            kept[name] = [str(value)]
    return "?" + urlencode(kept, doseq=True)


@register.filter
def control(field: forms.BoundField, extra: str = "") -> SafeString:
    """A form's field drawn with the classes of its widget; Django adds what links it to its help and its errors."""
    kind = next((name for widget, name in CONTROLS.items() if isinstance(field.field.widget, widget)), "form-control")
    given = field.field.widget.attrs.get("class", "")
    classes = " ".join(filter(None, (kind, given, extra)))
    return field.as_widget(attrs={"class": classes} if classes else {})


@register.filter
def is_check(field: forms.BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """Whether a field is several boxes or circles, whose label is the legend of a group."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)
