"""A row of a supplier register is a supplier, its agreement and its last review."""

from __future__ import annotations

import re

from plumbline.exchange.cells import is_blank, read_answer
from plumbline.exchange.drafts import Entry
from plumbline.exchange.reading import led_by
from plumbline.exchange.registry import folded_word, registers

ROLLING = re.compile(
    r"\b(rolling|ongoing|open[- ]ended|indefinite|unlimited|perpetual|evergreen|until cancelled|unbefristet|laufend|"
    r"auf unbestimmte zeit|fortlaufend|indetermine|duree indeterminee|reconduction)\b"
)
PERSONAL = re.compile(
    r"\bpii\b|\bpersonal(?:ly)? (?:data|identifiable)|personenbezogen|donnees personnelles|\bemployees?\b|"
    r"\bmitarbeiterdaten|"
    r"\bpayroll|\bgehalt|\bhr data|customer (?:personal|contact)|kundenkontakt|\bpatients?\b|\bapplicants?\b|\bbewerber"
)
NOT_NEEDED = re.compile(
    r"n/?\.?a\b|not (?:needed|applicable|required)|nicht (?:erforderlich|notig|anwendbar)|entfallt|sans objet"
)
REMARK = re.compile(r"^\s*[-–—:;,(]+\s*|\)\s*$")


def compose_supplier(entry: Entry) -> None:
    """Read what a row says of data, agreement and review; conclude only what it plainly says."""
    supplier = entry.main
    _data_agreement(entry)
    _kind(entry)
    data = supplier.text("data")
    if data:
        supplier.conclude("sees_information", True, "data")
    if supplier.fields.get("data_agreement") == "yes" or PERSONAL.search(folded_word(data)):
        supplier.conclude("personal_data", True, "data", "data_agreement")
    _agreement(entry)
    _review(entry)


def _kind(entry: Entry) -> None:
    meaning = registers()["suppliers"].meaning("service_kind")
    supplier = entry.main
    for text in (supplier.text("category"), supplier.text("service")):
        for word in (folded_word(text), *reversed(folded_word(text).split())):
            if word in meaning:
                supplier.conclude("service_kind", meaning[word], "category", "service")
                return
        if found := led_by(folded_word(text), meaning):
            supplier.conclude("service_kind", found, "category", "service")
            return


def _data_agreement(entry: Entry) -> None:
    if not entry.has("data agreement"):
        return
    text = entry.words("data agreement")
    answer = read_answer(text)
    remark = answer.remark
    if answer.value is not None:
        found = "yes" if answer.value else "no"
    elif needless := NOT_NEEDED.match(folded_word(text)):
        found, remark = "not needed", text[needless.end() :]
    else:
        found = "" if is_blank(text) else "no" if folded_word(text).startswith("not ") else ""
        if text and not found:
            entry.main.doubt("data_agreement", text)
            entry.say("It is neither yes, no nor not needed. Choose one.", column="data agreement", value=text)
    entry.main.fields["data_agreement"] = found
    note = entry.words("data agreement note") if entry.has("data agreement note") else REMARK.sub("", remark)
    entry.main.fields["data_agreement_note"] = (
        REMARK.sub("", note).strip() if not entry.has("data agreement note") else note
    )


def _agreement(entry: Entry) -> None:
    agreement = entry.parts.get("agreement")
    if agreement is None:
        return
    text = agreement.unread.get("ends", "")
    if ROLLING.search(folded_word(text)):
        del agreement.unread["ends"]
        entry.problems[:] = [each for each in entry.problems if each[1] != text]
        agreement.fields |= {"ends": None, "rolling": True}
    elif "ends" in agreement.fields:
        agreement.fields.setdefault("rolling", None)
    agreement.optional = not any(agreement.fields.get(name) for name in ("starts", "ends", "rolling"))


def _review(entry: Entry) -> None:
    if not entry.has("result") and "review" not in entry.parts:
        return
    review = entry.part("review")
    text = entry.words("result")
    meaning = registers()["suppliers"].meaning("review.result")
    word = folded_word(text)
    if is_blank(text):
        review.fields |= {"result": "", "remark": ""} if entry.has("result") else {}
    elif word in meaning:
        review.fields |= {"result": meaning[word], "remark": ""}
    else:
        leading = led_by(word, meaning)
        result = "with remarks" if leading in ("satisfactory", "with remarks") else leading
        review.fields |= {"result": result, "remark": text}
        if not leading:
            review.doubt("result", text)
    # A result without its day is of no use as a review of its own.
    review.optional = not review.fields.get("reviewed_on")
