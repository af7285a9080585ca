"""A row of a training register: a person or a group, a course, and how far it is."""

from __future__ import annotations

import re

from plumbline.exchange.drafts import Draft, Entry, Words
from plumbline.exchange.reading import led_by
from plumbline.exchange.registry import folded_word, registers

GROUP = re.compile(
    r"\b(all|every|everyone|alle|samtliche|tous|toutes|new|neue|nouveaux|staff|employees?|team|teams|department|abteilung|"
    r"users|hires|joiners|managers|developers|mitarbeitende|mitarbeiter|belegschaft|beschaftigte|personnel|equipe|service|"
    r"collaborateurs|entwickler|fuhrungskrafte|administrators|contractors|apprentices|auszubildende)\b"
)
HEADS = re.compile(r"^(.*?)\s*\((?:n\s*=\s*)?(\d{1,6})\)\s*$", re.DOTALL)
SHARE = re.compile(r"(\d{1,6})\s*(?:/|of|von|aus|sur|out of)\s*(\d{1,6})", re.IGNORECASE)
COURSES = (
    ("acknowledgement", r"acknowledg|kenntnisnahme|accuse|lesebestatigung"),
    ("exercise", r"drill|tabletop|simulation|exercise|ubung|exercice|planspiel"),
    ("certification", r"certification|zertifizierung|lead implementer|lead auditor"),
    ("awareness", r"awareness|sensibilisierung|sensibilisation|induction|unterweisung"),
)


def compose_training(entry: Entry) -> None:
    """Tell persons from groups, read how many are done, and note who was seen in which role."""
    training = entry.main
    _who(training)
    _share(entry)
    text = training.text("course")
    course = training.fields.get("course")
    if isinstance(course, Words) and text:
        entry.more.append(_course(training, text))
    if training.text("person") and training.text("role"):
        assignment = entry.part("assignment")
        assignment.fields |= {"role": training.fields["role"], "person": training.fields["person"]}
        assignment.optional = False


def _who(training: Draft) -> None:
    text = training.text("person")
    counted = HEADS.match(text)
    name = counted[1].strip() if counted else text
    if not counted and not GROUP.search(folded_word(name)):
        training.fields.setdefault("group", "")
        return
    training.fields |= {"person": "", "group": name}
    if counted:
        training.fields["out_of"] = int(counted[2])
    role = training.fields.pop("role", None)
    if isinstance(role, Words) and folded_word(role.text) != folded_word(name):
        training.extra["Role"] = role.text


def _share(entry: Entry) -> None:
    """“In progress (28/42 completed)” says a state, and how many of how many."""
    training = entry.main
    text = training.unread.get("state", "")
    counted = SHARE.search(text)
    if not counted:
        return
    done, out_of = int(counted[1]), int(counted[2])
    if done > out_of:
        entry.say("More are done than there are. Correct the figures.", column="state", value=text)
        return
    state = led_by(folded_word(text), registers()["trainings"].meaning("state"))
    if not state:
        state = "completed" if done == out_of else "in progress" if done else "planned"
    training.fields |= {"state": state, "done": done, "out_of": out_of}
    del training.unread["state"]
    entry.problems[:] = [each for each in entry.problems if each[1] != text]


def _course(training: Draft, title: str) -> Draft:
    course = Draft(kind="course", file=training.file, line=training.line, same=("title",))
    course.fields["title"] = title
    words = folded_word(f"{title} {training.text('method')}")
    found = next((kind for kind, pattern in COURSES if re.search(pattern, words)), "training")
    course.conclude("course_kind", found)
    return course
