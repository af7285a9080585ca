"""Facts in the registers that contradict the exclusion of a control: the table and its predicates.

A predicate yields the records that stand against an exclusion and nothing where there are none. It does not guess: a
field that is not stated is no fact.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources

from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Asset,
    Commitment,
    Document,
    Event,
    EvidenceItem,
    Incident,
    Interface,
    Nonconformity,
    Obligation,
    Person,
    Record,
    Role,
    Site,
    Supplier,
    Vulnerability,
)

Facts = Iterable[Record | str]
PREMISES = frozenset({"office", "workshop", "warehouse", "data room"})
SOFTWARE = frozenset({"application", "service", "network", "repository"})
SYSTEMS = frozenset({"application", "service", "network"})
HARDWARE = frozenset({"hardware", "device", "network"})
STORES = frozenset({"hardware", "device", "media"})
NOT_PRODUCTION = frozenset({"development", "test", "staging"})
OUTSIDERS = frozenset({"contractor", "external"})
YEAR = Interval(months=12)
UPPER_CLASSES = 2


@cache
def table() -> Mapping[str, tuple[str, ...]]:
    """The names of the facts that contradict each exclusion, by control."""
    raw = tomllib.loads(resources.files(__package__).joinpath("exclusion_facts.toml").read_text(encoding="utf-8"))
    return {key: tuple(line["facts"]) for line in raw["exclusion"] for key in line["controls"]}


def facts_against(isms: Isms, key: str) -> tuple[Record | str, ...]:
    """The records, each once, that contradict excluding a control; none where nothing on record does."""
    found = (each for name in table().get(key, ()) for each in fact(isms, name))
    return tuple({each.ref if isinstance(each, Record) else each: each for each in found}.values())


def fact(isms: Isms, name: str) -> tuple[Record | str, ...]:
    """What one named predicate finds. Raises KeyError for a name it does not know."""
    return isms.memo(("exclusion fact", name), lambda: tuple(PREDICATES[name](isms)))


def _in_scope(isms: Isms, kinds: Iterable[str] | None = None) -> Iterator[Asset]:
    wanted = None if kinds is None else frozenset(kinds)
    for asset in isms.live(Asset):
        if asset.in_scope is not False and (wanted is None or asset.asset_kind in wanted):
            yield asset


def _later(isms: Isms, kind: str) -> Iterator[Record]:
    """Live records of a kind that this release may not have yet."""
    return (each for each in isms.records.get(kind, ()) if each.live)


def _recent(isms: Isms, kind: str) -> Iterator[Record]:
    since = YEAR.before(isms.on)
    return (each for each in isms.records.get(kind, ()) if _last_written(isms, each) >= since)


def _last_written(isms: Isms, each: Record) -> date:
    life = isms.lives.get((each.KIND, each.ref))
    return life.last if life else isms.on


# --- people and duties -----------------------------------------------------------------------------------------------


def people(isms: Isms) -> Facts:
    """Current persons."""
    return (each for each in isms.all(Person) if isms.current(each))


def employees(isms: Isms) -> Facts:
    """Current persons who are employed."""
    return (each for each in isms.all(Person) if each.employment == "employed" and isms.current(each))


def incompatible_duties(isms: Isms) -> Facts:
    """Pairs of roles that one person must not hold together, and rules of who approves."""
    yield from (f"{pair.first} / {pair.second}" for pair in isms.organization.incompatible_roles)
    yield from (f"{rule.what}: approved by {rule.approver}" for rule in isms.organization.approval_rules)


def administration_roles(isms: Isms) -> Facts:
    """Roles of administration."""
    return (each for each in isms.live(Role) if each.role_kind == "administration")


def those_who_see_confidential(isms: Isms) -> Facts:
    """Persons and suppliers with access to what is confidential."""
    yield from (each for each in isms.all(Person) if each.sees_confidential and isms.current(each))
    yield from (each for each in isms.live(Supplier) if each.sees_confidential)


def work_elsewhere(isms: Isms) -> Facts:
    """Persons, sites and devices away from the premises."""
    yield from (each for each in isms.all(Person) if each.remote and isms.current(each))
    yield from (each for each in isms.live(Site) if each.site_kind == "home" and each.verdict != "out")
    yield from (each for each in _in_scope(isms) if each.portable)


def duties_to_report(isms: Isms) -> Facts:
    """Obligations to report to an authority or within a time."""
    return (each for each in isms.live(Obligation) if each.reports_to or each.notify_within)


def obligations(isms: Isms) -> Facts:
    """Live obligations."""
    return isms.live(Obligation)


def continuity_duties(isms: Isms) -> Facts:
    """Obligations filed under continuity."""
    return (each for each in isms.live(Obligation) if "continuity" in folded(each.topic))


def retention_periods(isms: Isms) -> Facts:
    """Obligations and documents with a period of retention."""
    yield from (each for each in isms.live(Obligation) if each.retention)
    yield from (each for each in isms.live(Document) if each.retention)


def duties_to_encrypt(isms: Isms) -> Facts:
    """Obligations and commitments filed under encryption or cryptography."""
    yield from (each for each in isms.live(Obligation) if _is_of_encryption(each.topic))
    yield from (each for each in isms.live(Commitment) if _is_of_encryption(each.topic))


def _is_of_encryption(topic: str) -> bool:
    return any(word in folded(topic) for word in ("encrypt", "cryptograph"))


def events_and_incidents(isms: Isms) -> Facts:
    """Events and incidents on record, open or closed."""
    yield from isms.all(Event)
    yield from isms.all(Incident)


def outside_visits(isms: Isms) -> Facts:
    """Certificates, visits, and nonconformities that an outside body raised."""
    yield from (each for kind in ("certificate", "visit") for each in _later(isms, kind))
    yield from (each for each in isms.all(Nonconformity) if each.raised_by_body)


# --- assets ----------------------------------------------------------------------------------------------------------


def assets(isms: Isms) -> Facts:
    """Live assets."""
    return isms.live(Asset)


def devices_held(isms: Isms) -> Facts:
    """Devices and media that a person holds."""
    kinds = ("device", "hardware", "media")
    return (each for each in _in_scope(isms, kinds) if each.holder and isms.resolve(each.holder, Person))


def classified_things(isms: Isms) -> Facts:
    """Assets and documents that carry a class."""
    yield from (each for each in isms.live(Asset) if each.classification)
    yield from (each for each in isms.live(Document) if each.classification)


def upper_classes(isms: Isms) -> Facts:
    """Assets and documents of the two strictest classes of a scheme that has more than these."""
    scheme = [folded(level.name) for level in isms.organization.classes]
    upper = set(scheme[-UPPER_CLASSES:]) if len(scheme) > UPPER_CLASSES else set()
    yield from (each for each in isms.live(Asset) if folded(each.classification) in upper)
    yield from (each for each in isms.live(Document) if folded(each.classification) in upper)


def software_and_networks(isms: Isms) -> Facts:
    """Software and network assets in scope."""
    return _in_scope(isms, SOFTWARE)


def systems(isms: Isms) -> Facts:
    """Applications, services and networks in scope."""
    return _in_scope(isms, SYSTEMS)


def end_points_and_servers(isms: Isms) -> Facts:
    """Devices and hardware in scope."""
    return _in_scope(isms, ("device", "hardware"))


def servers_networks_clouds(isms: Isms) -> Facts:
    """Hardware, networks and what runs in a cloud, in scope."""
    return (each for each in _in_scope(isms) if each.asset_kind in ("hardware", "network") or each.hosting == "cloud")


def clouds(isms: Isms) -> Facts:
    """Cloud suppliers and assets hosted by one."""
    yield from (each for each in isms.live(Supplier) if each.service_kind == "cloud")
    yield from (each for each in _in_scope(isms) if each.hosting == "cloud")


def systems_to_come(isms: Isms) -> Facts:
    """Assets that are planned: somebody is introducing them."""
    return (each for each in _in_scope(isms) if each.state == "planned")


def systems_to_recover(isms: Isms) -> Facts:
    """Assets in scope with a time or point of recovery."""
    return (each for each in _in_scope(isms) if each.recovery_time or each.recovery_point)


def media_and_stores(isms: Isms) -> Facts:
    """Media, and hardware on which information is recorded to be held."""
    return (each for each in _in_scope(isms, STORES) if each.asset_kind == "media" or each.holds)


def retired_hardware(isms: Isms) -> Facts:
    """Hardware, devices and media that were retired or disposed of."""
    return (each for each in isms.all(Asset) if each.asset_kind in STORES and each.state in ("retired", "disposed"))


def licensed_software(isms: Isms) -> Facts:
    """Applications that somebody else provides, and suppliers of software."""
    yield from (each for each in _in_scope(isms, ("application",)) if each.supplier)
    yield from (each for each in isms.live(Supplier) if each.service_kind == "software")


def personal_data(isms: Isms) -> Facts:
    """Personal data in assets, at suppliers, in incidents or in processing records."""
    yield from (each for each in isms.live(Asset) if each.personal_data)
    yield from (each for each in isms.live(Supplier) if each.personal_data)
    yield from (each for each in isms.all(Incident) if each.personal_data == "yes")
    yield from _later(isms, "processing")


def keys(isms: Isms) -> Facts:
    """Keys and certificates."""
    return _in_scope(isms, ("key",))


def premises(isms: Isms) -> Facts:
    """Offices, workshops, warehouses and data rooms in scope."""
    return (each for each in isms.live(Site) if each.site_kind in PREMISES and each.verdict == "in")


def hardware_on_premises(isms: Isms) -> Facts:
    """Hardware located at such a place."""
    ours = {each.ref for each in isms.live(Site) if each.site_kind in PREMISES and each.verdict == "in"}
    for asset in _in_scope(isms, HARDWARE):
        site = isms.resolve(asset.site, Site)
        if site is not None and site.ref in ours:
            yield asset


def development(isms: Isms) -> Facts:
    """Repositories, assets for development or test, releases and roles of developers."""
    yield from (e for e in _in_scope(isms) if e.asset_kind == "repository" or e.environment in NOT_PRODUCTION)
    yield from (each for each in isms.live(Role) if each.role_kind == "developer")
    yield from _later(isms, "release")


def tests_with_information(isms: Isms) -> Facts:
    """Assets for development or test that hold information."""
    return (each for each in _in_scope(isms) if each.environment in NOT_PRODUCTION and each.holds)


def personal_data_in_tests(isms: Isms) -> Facts:
    """Personal data in assets for development or test."""
    return (each for each in _in_scope(isms) if each.environment in NOT_PRODUCTION and each.personal_data)


# --- suppliers, operation --------------------------------------------------------------------------------------------


def interfaces(isms: Isms) -> Facts:
    """Interfaces of the scope with what lies outside it."""
    return isms.live(Interface)


def suppliers_with_information(isms: Isms) -> Facts:
    """Live suppliers that process in-scope information or can affect it."""
    return (each for each in isms.live(Supplier) if each.state == "live" and each.sees_information)


def suppliers_of_technology(isms: Isms) -> Facts:
    """Suppliers of hardware, software or network services."""
    return (each for each in isms.live(Supplier) if each.service_kind in ("hardware", "software", "network"))


def outside_developers(isms: Isms) -> Facts:
    """Suppliers that develop, and outside persons who hold a role of developers."""
    yield from (each for each in isms.live(Supplier) if each.develops or each.service_kind == "development")
    for role in isms.live(Role):
        if role.role_kind == "developer":
            yield from (person for person in isms.holders(role) if person.employment in OUTSIDERS)


def open_vulnerabilities(isms: Isms) -> Facts:
    """Vulnerabilities that are open."""
    return isms.live(Vulnerability)


def recent_changes(isms: Isms) -> Facts:
    """Changes of the last year: recorded as such, or seen in assets put into or out of service and in incidents."""
    since = YEAR.before(isms.on)
    yield from _recent(isms, "change")
    for asset in isms.all(Asset):
        moved = [day for day in (asset.acquired_on, asset.retired_on, asset.disposed_on) if day]
        if any(since <= day <= isms.on for day in moved):
            yield asset
    yield from (each for each in isms.all(Incident) if each.caused_by_change)


def tests_of_operation(isms: Isms) -> Facts:
    """Evidence of tests on systems in production."""
    for item in isms.live(EvidenceItem):
        tested = (isms.resolve(words, Asset) for words in item.records) if item.method == "test" else ()
        if any(isinstance(each, Asset) and each.environment == "production" for each in tested):
            yield item


def recovery_needs(isms: Isms) -> Facts:
    """Assets and analysed processes with a need to recover."""
    yield from systems_to_recover(isms)
    yield from _later(isms, "impact_analysis")


def accounts(isms: Isms) -> Facts:
    """Accounts on record."""
    return _later(isms, "account")


def privileged_accounts(isms: Isms) -> Facts:
    """Accounts on record that are privileged."""
    return (each for each in _later(isms, "account") if getattr(each, "privileged", None))


def backups(isms: Isms) -> Facts:
    """Backup jobs on record."""
    return _later(isms, "backup_job")


def recent_projects(isms: Isms) -> Facts:
    """Projects and releases of the last year."""
    yield from _recent(isms, "project")
    yield from _recent(isms, "release")


PREDICATES: Mapping[str, Callable[[Isms], Facts]] = {
    each.__name__: each
    for each in (
        people, employees, incompatible_duties, administration_roles, those_who_see_confidential, work_elsewhere,
        duties_to_report, obligations, continuity_duties, retention_periods, duties_to_encrypt, events_and_incidents,
        outside_visits, assets, devices_held, classified_things, upper_classes, software_and_networks, systems,
        end_points_and_servers, servers_networks_clouds, clouds, systems_to_come, systems_to_recover, media_and_stores,
        retired_hardware, licensed_software, personal_data, keys, premises, hardware_on_premises, development,
        tests_with_information, personal_data_in_tests, interfaces, suppliers_with_information, suppliers_of_technology,
        outside_developers, open_vulnerabilities, recent_changes, tests_of_operation, recovery_needs, accounts,
        privileged_accounts, backups, recent_projects,
    )
}  # fmt: skip
"""The named predicates of the table."""
