"""Whether versions in use were approved by the right ones, and go no further than their class allows (7.5.2, 7.5.3)."""

from collections.abc import Iterator

from plumbline.engine.domain.documentation import documents_in_force, security_policy
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import ClassLevel, Document, DocumentVersion, Person, Role
from plumbline.engine.domain.policies import means_everybody
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule

InForce = tuple[Document, DocumentVersion]
REACH = ("those named", "everyone inside", "anyone")
"""How far a document goes, rising."""


def _to_be_approved(isms: Isms) -> Iterator[InForce]:
    """Versions in use, save the security policy (POL001) and what others write; records only where they name one."""
    whole = security_policy(isms)
    for pair in documents_in_force(isms):
        document, version = pair
        is_record = (document.document_kind in ("record", "form") or document.is_register) and not version.approvers
        if pair != whole and document.document_kind != "external" and not is_record:
            yield pair


@rule(
    "DOC004",
    "document-unapproved",
    clauses=("7.5.2.c", "A.5.3"),
    grade=MINOR_UP,
    examines=Population("versions in use", _to_be_approved),
    mend="Have the version approved by the one whom the approval rule or its own text names, other than its author.",
)
def document_unapproved(isms: Isms, pair: InForce) -> Iterator[Fault | Unjudged]:
    """What a document says of its own approval goes before the rule for its kind."""
    document, version = pair
    named = document.approver_named or _rule_for(isms, document)
    shows = ("author", "approvers", "approved_on")
    if not version.approvers:
        gap = "No approval of this version is on record."
    elif version.approved_on is None and kept(isms, DocumentVersion, "approved_on"):
        gap = "The version names an approver and no day on which it was approved."
    elif version.author and all(
        speaks_for(isms, version.author, each, version.approved_on) for each in version.approvers
    ):
        gap = "The version was approved by its own author."
    elif named and not any(speaks_for(isms, each, named, version.approved_on) for each in version.approvers):
        if _unknown_holder(isms, version, named):
            yield Unjudged(document, f"who held {named} when it was approved")
            return
        source = "its own text" if document.approver_named else "the approval rule"
        gap = f"It was approved by {', '.join(version.approvers)}; {source} names {named}."
    else:
        return
    yield Fault(document, gap=gap, shows=("document_kind", "approver_named"), cites=(Cited(version, shows),))


def _rule_for(isms: Isms, document: Document) -> str:
    """Who approves documents of a kind by the rule of the organisation."""
    rules = {folded(each.what): each.approver for each in isms.organization.approval_rules}
    return rules.get(f"document:{document.document_kind}") or rules.get("document", "")


def _unknown_holder(isms: Isms, version: DocumentVersion, named: str) -> bool:
    """Whether a person approved for a role of which it is not on record who held it, ever."""
    role = isms.answers(named)
    by_person = any(isinstance(isms.answers(each), Person) for each in version.approvers)
    return isinstance(role, Role) and by_person and not isms.assignments(role)


def _with_a_class(isms: Isms) -> Iterator[InForce]:
    return (pair for pair in documents_in_force(isms) if pair[0].classification and isms.organization.classes)


@rule(
    "DOC005",
    "distribution-contradicts-class",
    clauses=("7.5.3.b", "7.5.3.c", "A.5.12"),
    grade=MINOR,
    examines=Population("documents in force with a class", _with_a_class),
    mend="Narrow the distribution to what the class allows, or give the document the class its readers need.",
)
def distribution_contradicts_class(isms: Isms, pair: InForce) -> Iterator[Fault | Unjudged]:
    """How far it goes is compared in three steps: those named, everyone inside, anyone."""
    document, _ = pair
    level, reach = _level(isms, document), _reach(document)
    if level is None:
        yield Unjudged(document, f"its class “{document.classification}” in the classification scheme")
    elif not reach:
        yield Unjudged(document, "how far it is distributed")
    elif REACH.index(reach) > REACH.index(level.may_see):
        gap = f"It goes to {reach}; the class {level.name} may be seen by {level.may_see}."
        yield Fault(document, gap=gap, shows=("classification", "audience"), cites=(isms.organization,))


def _level(isms: Isms, document: Document) -> ClassLevel | None:
    return next(
        (each for each in isms.organization.classes if folded(each.name) == folded(document.classification)), None
    )


def _reach(document: Document) -> str:
    if document.audience_breadth:
        return document.audience_breadth
    return "everyone inside" if means_everybody(document.audience) else ""
