"""Every command: where it is defined and what it does in one line. The manual covers each (house test)."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command is and its line in the help."""

    where: str
    help: str


COMMANDS: dict[str, Entry] = {
    "init": Entry("plumbline.cli.found:init", "Make a home and an organisation in it."),
    "serve": Entry("plumbline.cli.serving:serve", "Serve the web application; prints its address and the first link."),
    "status": Entry("plumbline.apps.home.commands:status", "One screen: readiness, what is due, what is wrong."),
    "import": Entry(
        "plumbline.apps.administration.register_commands:import_", "Take registers in: CSV, XLSX, folders."
    ),
    "export": Entry(
        "plumbline.apps.administration.register_commands:export", "Give registers out: a folder of CSV or one XLSX."
    ),
    "audit": Entry("plumbline.apps.conformity.commands:audit_", "What a lead auditor would find, on any day."),
    "rule": Entry("plumbline.apps.conformity.commands:rule_", "The page of a rule, or the list of rules."),
    "waive": Entry(
        "plumbline.apps.conformity.commands:waive", "Accept a finding until a day, with reason and approver."
    ),
    "soa": Entry("plumbline.apps.soa.commands:soa", "The Statement of Applicability: text, JSON, XLSX, DOCX, PDF."),
    "pack": Entry(
        "plumbline.apps.certification.pack_commands:pack", "The auditor's pack: one file that proves itself offline."
    ),
    "review": Entry("plumbline.apps.review.commands:review", "The management review: its inputs, and its minutes."),
    "measure": Entry("plumbline.apps.performance.commands:measure", "Take the readings that the registers can give."),
    "register": Entry("plumbline.apps.administration.record_commands:register", "The records of a kind."),
    "show": Entry("plumbline.apps.administration.record_commands:show", "One record, and what points to it."),
    "add": Entry("plumbline.apps.administration.record_commands:add", "Add a record."),
    "change": Entry("plumbline.apps.administration.record_commands:change", "Change fields of a record."),
    "adopt": Entry("plumbline.apps.organization.commands:adopt", "Adopt a promise as an own rule."),
    "approve": Entry(
        "plumbline.apps.administration.deciding_commands:approve", "Put in force what waits for approval."
    ),
    "approve-soa": Entry(
        "plumbline.apps.soa.commands:approve_statement", "Approve the Statement of Applicability and keep it."
    ),
    "accept": Entry("plumbline.apps.risk.commands:accept", "Accept a risk until a day."),
    "sample": Entry("plumbline.apps.audit.commands:sample_", "Samples that anybody can draw again."),
    "done": Entry("plumbline.apps.controls.commands:done", "That a recurring task was done, failed or left out."),
    "close": Entry("plumbline.apps.improvement.commands:close", "Judge a nonconformity, or close a change."),
    "response": Entry("plumbline.apps.improvement.commands:response", "The answer to a body's findings: PDF, DOCX."),
    "person": Entry("plumbline.apps.people.commands:person", "Enter a person, or say what one is called."),
    "alias": Entry("plumbline.apps.administration.linking_commands:alias_", "Let other words stand for a record."),
    "link": Entry(
        "plumbline.apps.administration.linking_commands:link", "Put a reference in the place of words in a field."
    ),
    "invite": Entry("plumbline.apps.administration.invitation_commands:invite", "A link that lets a person in, once."),
    "grant": Entry("plumbline.apps.administration.access_commands:grant", "Give a person an access role."),
    "revoke": Entry("plumbline.apps.administration.erasing_commands:revoke", "End a person's access role."),
    "erase": Entry(
        "plumbline.apps.administration.erasing_commands:erase", "Erase a person's name, or what a record used to say."
    ),
    "history": Entry("plumbline.apps.administration.history_commands:history", "A record field by field, with dates."),
    "diff": Entry("plumbline.apps.administration.history_commands:diff", "What changed between two days."),
    "log": Entry(
        "plumbline.apps.administration.log_commands:log", "Verify the journal; prove a record; check a proof; sign."
    ),
    "backup": Entry("plumbline.cli.backup.commands:backup", "Write everything into one file while people work."),
    "restore": Entry("plumbline.cli.backup.commands:restore", "Load a backup into an empty home or database."),
    "worker": Entry("plumbline.cli.working:worker", "Do background work until told to stop."),
    "demo": Entry("plumbline.cli.show:demo", "An imaginary company to look around in."),
}
