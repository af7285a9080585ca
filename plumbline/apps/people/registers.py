"""The registers of people: who works here, what they have to know, what they learned and signed."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.Person,
        clause="7.2.a",
        columns=("employment", "unit", "started", "left", "state"),
        filters=("employment", "unit", "remote", "state"),
        groups=(
            ("Work", ("employment", "unit", "started", "left", "remote", "state")),
            ("Trust", ("sees_confidential", "duties_confirmed_on", "assets_returned_on", "note")),
        ),
        teach="Everybody who works under your direction, contractors too. Names are kept apart from the records, "
        "so that they can be erased.",
    ),
    Register(
        kind=kinds.CompetenceNeed,
        clause="7.2.a",
        columns=("role", "description", "state"),
        filters=("role", "state"),
        teach="What somebody in a role has to know or be able to do for your security. Three lines for each role are "
        "plenty.",
    ),
    Register(
        kind=kinds.CompetenceProof,
        clause="7.2.d",
        columns=("person", "need", "verdict", "obtained_on", "expires", "state"),
        filters=("person", "need", "verdict", "expires", "state"),
        teach="What shows that somebody meets a need: a certificate, years of practice, a training. A gap is entered "
        "too.",
    ),
    Register(
        kind=kinds.Course,
        clause="A.6.3",
        columns=("course_kind", "repeats", "serves", "state"),
        filters=("course_kind", "state"),
        teach="What you teach: awareness for all, training for some, exercises. Say how often it is repeated.",
    ),
    Register(
        kind=kinds.Training,
        clause="A.6.3",
        columns=("person", "course", "due", "completed_on", "next_refresh", "state"),
        filters=("course", "person", "due", "state"),
        groups=(
            ("Who and what", ("person", "group", "role", "course", "method")),
            ("When", ("due", "completed_on", "next_refresh", "state")),
            ("What shows it", ("done", "out_of", "evidence", "note")),
        ),
        teach="Who took part in what and when, and who still has to.",
    ),
    Register(
        kind=kinds.Screening,
        clause="A.6.1",
        columns=("person", "done_on", "result", "expires"),
        filters=("person", "result", "expires"),
        teach="That somebody was checked before being trusted, and the result in one word. Nothing of what was found "
        "belongs here.",
    ),
    Register(
        kind=kinds.AgreementSigned,
        clause="A.6.6",
        columns=("person", "supplier", "agreement_kind", "signed_on", "expires", "kept_at"),
        filters=("agreement_kind", "person", "supplier", "expires"),
        teach="Who signed terms of employment or a confidentiality agreement, and where the paper is.",
    ),
    Register(
        kind=kinds.ResourceNeed,
        clause="7.1",
        columns=("resource_kind", "raised_on", "raised_by", "decision", "decided_on", "state"),
        filters=("resource_kind", "decision", "raised_on", "decided_by", "state"),
        groups=(
            ("What is lacking", ("title", "resource_kind", "description", "needed_for", "amount", "period")),
            ("Who asks", ("raised_on", "raised_by", "period_end")),
            ("What was decided", ("decision", "decided_on", "decided_by", "consequence", "risks")),
            ("What came of it", ("provided_on", "state", "note")),
        ),
        page="people:support",
        page_label="Resources and messages",
        teach="People, money, tools, knowledge or time that the management system lacks, and what was decided on each. "
        "Ask once a year, and enter “none needed” where nothing is lacking: that is an answer too. A refusal says what "
        "follows from going without.",
    ),
    Register(
        kind=kinds.Communication,
        clause="7.4.a",
        columns=("what", "interval", "occasion", "audience", "channel", "owner", "last_done", "state"),
        filters=("owner", "direction", "from_the_top", "last_done", "state"),
        groups=(
            ("What is told", ("title", "what", "objectives", "from_the_top")),
            ("When, with whom, how", ("interval", "occasion", "starts", "audience", "channel", "direction")),
            ("Who speaks, and when it was said", ("owner", "last_done", "messages", "state", "note")),
        ),
        page="people:support",
        page_label="Resources and messages",
        teach="Ten rows are plenty: what is told about security, at which interval or on which occasion, with whom, "
        "how and by whom. Mark those in which top management speaks. Each time it was said takes one line to note.",
    ),
)
