"""The first link and invitations: whoever opens one says who they are, chooses a password, and is in."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.invitations import Invited, UsedUpError, open_invitation, somebody_can_sign_in
from plumbline.apps.accounts.passwords import account_of
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_for, names, organizations
from plumbline.apps.administration.signing_in.entering import choose_password, found, join
from plumbline.apps.administration.signing_in.forms import FirstForm, FoundingForm, PasswordForm
from plumbline.apps.administration.signing_in.fresh import now_fresh
from plumbline.apps.ui.pages import Request, own, public

ONE_TIME = "The link itself is the way in: 256 random bits, good once and for a day."


@never_cache
@sensitive_post_parameters("password", "again")
@public(ONE_TIME)
def welcome(request: Request, token: str) -> HttpResponse:
    """Ask what is missing for this link, and let whoever answers in."""
    try:
        invited = _open(token)
    except UsedUpError as error:
        return render(request, "administration/used_up.html", {"error": error}, status=HTTPStatus.GONE)
    if invited.joins:
        return _join(request, invited)
    form = _form(request, invited)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, invited, form)
        except RefusedError as error:
            form.add_error(None, str(error))
    return render(request, "administration/welcome.html", _context(invited, form))


@own
def protect(request: Request) -> HttpResponse:
    """Suggest a second factor to whoever has just come in."""
    return render(request, "administration/protect.html")


def _open(token: str) -> Invited:
    """Whom the link is for. Raises UsedUpError, also where somebody founded an organisation in the meantime."""
    invited = open_invitation(token)
    if invited.organization_id is None and organizations():
        raise UsedUpError
    return invited


def _join(request: Request, invited: Invited) -> HttpResponse:
    """Let an account of another organisation in, once whoever opened the link is signed in with it."""
    themselves = getattr(request.user, "id", None) == invited.account_id
    if request.method == "POST" and themselves:
        join(invited)
        request.session["organization"] = str(invited.organization_id)
        return HttpResponseRedirect("/")
    back = urlencode({"next": request.path})
    shown = {
        "invited": invited,
        "themselves": themselves,
        "organization": organizations().get(invited.organization_id, "") if invited.organization_id else "",
        "sign_in": f"{reverse('account_login')}?{back}",
        "sign_out": f"{reverse('account_logout')}?{back}",
    }
    return render(request, "administration/join.html", shown)


def _form(request: Request, invited: Invited) -> PasswordForm:
    data = request.POST if request.method == "POST" else None
    if invited.organization_id is None:
        return FoundingForm(data)
    if not invited.pending and not somebody_can_sign_in(invited.organization_id):
        return _first_form(data, invited, actor_for(invited.organization_id, invited.email))
    return PasswordForm(data, address=invited.email)


def _first_form(data: QueryDict | None, invited: Invited, actor: Actor) -> FirstForm:
    """The form of whoever comes first; their name is asked for where it is theirs to write."""
    name = names(actor.organization_id).get(actor.person, "")
    form = FirstForm(data, initial=FirstForm.known(name, invited.email))
    if not actor.may(Permission.PEOPLE_NAME):
        del form.fields["name"]
    return form


def _context(invited: Invited, form: PasswordForm) -> dict[str, object]:
    founding = invited.organization_id is None
    return {
        "form": form,
        "invited": invited if not isinstance(form, FirstForm) else {},
        "founding": founding,
        "organization": "" if invited.organization_id is None else organizations().get(invited.organization_id, ""),
        "button": "Begin" if founding else "Choose this password",
    }


def _enter(request: Request, invited: Invited, form: PasswordForm) -> HttpResponse:
    """Use the link up, and sign whoever used it in; a second factor they hold is asked for first."""
    said = form.cleaned_data
    email = found(invited, said) if isinstance(form, FoundingForm) else choose_password(invited, said)
    answer: HttpResponse = perform_login(request, account_of(email), redirect_url=reverse("protect"))
    now_fresh(request)
    return answer
