"""Freezing populations, drawing samples of them, and writing down what was seen of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.sampling import drawing, frozen
from plumbline.apps.audit.sampling.drawing import Wanted
from plumbline.apps.journal import ports
from plumbline.apps.records import store
from plumbline.engine.domain import kinds
from plumbline.engine.domain.samples import Examined

SEED_BYTES = 8
MOST_STRATA = 200
"""What somebody can still look at; more are no strata but the rows themselves."""


@action(Permission.AUDIT_WRITE)
def freeze_population(actor: Actor, value: kinds.Population) -> kinds.Population:
    """Put a population on record; its rows were kept before, and are read again here (9.1 b)."""
    if value.rows is None or value.rows.sha256 != value.digest:
        raise InvalidError(value.title or "The population", ["Its rows are not those of its hash. Freeze it again."])
    rows = frozen.read(value)
    if not value.completeness.strip():
        raise InvalidError(
            value.title or "The population",
            ["Say how you know that nothing is missing: another count, a total, whom you asked."],
        )
    if len(rows.strata) > MOST_STRATA:
        problem = (
            f"“{value.stratum}” parts {rows.size:,} rows into {len(rows.strata):,} strata. Part them by something with "
            f"at most {MOST_STRATA} different values, such as a place or a system, or not at all."
        )
        raise InvalidError(value.title or "The population", [problem])
    run = current_run()
    return store.insert(
        replace(
            value,
            ref="",
            size=rows.size,
            taken_on=run.standing.today(),
            taken_by=actor.person,
            head=value.head if value.head is not None else run.index,
            state="frozen",
        )
    )


@action(Permission.AUDIT_WRITE)
def draw_sample(actor: Actor, ref: str, wanted: Wanted) -> kinds.Sample:
    """Draw a sample of a frozen population; without a seed one is drawn by lot, and written down (9.2.2)."""
    population = store.held(kinds.Population, ref).value
    if not population.live:
        raise RefusedError(f"{population.ref} is withdrawn. Draw from one that stands.")
    if not wanted.attribute.strip():
        raise InvalidError(ref, ["Say what is tested of each row: a sample without a question answers none."])
    if wanted.audit:
        _open_audit(wanted.audit)
    if wanted.method != "judgement" and not wanted.seed.strip():
        wanted = replace(wanted, seed=ports.salt()[:SEED_BYTES].hex())
    rows = frozen.read(population)
    drawn = drawing.draw(rows, replace(wanted, seed=wanted.seed.strip()))
    return store.insert(
        kinds.Sample(
            title=wanted.title.strip() or f"{drawn.size} of {rows.size}: {population.title or population.ref}",
            population=population.ref,
            audit=wanted.audit,
            attribute=wanted.attribute.strip(),
            controls=wanted.controls,
            method=drawn.method,
            seed=drawn.seed,
            size=drawn.size,
            size_reason=wanted.size_reason.strip(),
            reason="\n".join(f"{key}: {why}" for key, why in drawn.reasons),
            drawn_on=current_run().standing.today(),
            drawn_by=actor.person,
            items=drawing.items_of(rows, drawn),
        )
    )


@action(Permission.AUDIT_WRITE)
def extend_sample(actor: Actor, ref: str, *, seen: int, size: int, reason: str) -> kinds.Sample:
    """Draw more rows by the same seed: what was drawn stays, nothing is exchanged."""
    before = store.held(kinds.Sample, ref, seen=seen)
    sample = _standing(before.value)
    if not reason.strip():
        raise InvalidError(ref, ["Say why more rows are needed."])
    rows = frozen.read(store.held(kinds.Population, sample.population).value)
    drawn = drawing.extended(rows, sample, size)
    more = f"{size} instead of {len(sample.items)}: {reason.strip()}"
    return store.changed(
        before,
        size=drawn.size,
        size_reason="\n\n".join(filter(None, (sample.size_reason, more))),
        items=drawing.items_of(rows, drawn, sample.items),
        exceptions=None,
        conclusion="",
        examined_on=None,
        state="drawn",
    )


@action(Permission.AUDIT_WRITE)
def record_results(
    actor: Actor, ref: str, *, seen: int, results: Mapping[str, Examined], conclusion: str = ""
) -> kinds.Sample:
    """Write down what was seen of the rows; the sample is examined once each row has a result."""
    before = store.held(kinds.Sample, ref, seen=seen)
    sample = _standing(before.value)
    known = {each.key for each in sample.items}
    if strange := results.keys() - known:
        raise InvalidError(ref, [f"{min(strange)} was not drawn. What was not drawn is no result of this sample."])
    items = tuple(_judged(each, results.get(each.key)) for each in sample.items)
    if mute := [each.key for each in items if each.result not in ("", "as it should be") and not each.remark.strip()]:
        raise InvalidError(ref, [f"{mute[0]}: say what was seen. An exception without a remark convinces nobody."])
    done = all(each.result for each in items)
    return store.changed(
        before,
        items=items,
        exceptions=sum(each.result == "exception" for each in items) if done else None,
        conclusion=conclusion.strip(),
        examined_on=(sample.examined_on or current_run().standing.today()) if done else None,
        state="examined" if done else "drawn",
    )


@action(Permission.AUDIT_WRITE)
def note_redraw(actor: Actor, ref: str) -> kinds.Sample:
    """Draw a sample again, and write down who did and what came out."""
    before = store.held(kinds.Sample, ref)
    rows = frozen.read(store.held(kinds.Population, before.value.population).value)
    outcome = "the same rows" if drawing.again(rows, before.value).same else "other rows"
    line = f"{actor.person}, {current_run().standing.today().isoformat()}: {outcome}"
    if line in before.value.redrawn:
        return before.value
    return store.changed(before, redrawn=(*before.value.redrawn, line))


def _judged(item: Examined, said: Examined | None) -> Examined:
    """The row with what was said of it; key, words and stratum are those that were drawn."""
    if said is None:
        return item
    return replace(item, result=said.result, remark=said.remark.strip(), evidence=said.evidence.strip())


def _standing(sample: kinds.Sample) -> kinds.Sample:
    if not sample.live:
        raise RefusedError(f"{sample.ref} is withdrawn. Draw another one; this one stays on record.")
    if sample.audit:
        _open_audit(sample.audit)
    return sample


def _open_audit(ref: str) -> None:
    """Raise RefusedError where the audit is signed: what it rests on is not altered afterwards."""
    audit = store.held(kinds.Audit, ref).value
    if audit.signed_off_on or not audit.live:
        raise RefusedError(f"{audit.ref} is {'signed off' if audit.signed_off_on else audit.state}. Its samples stand.")
