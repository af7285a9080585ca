"""The root of the command tree. A command is imported when it is called, so that `--help` is quick and never fails."""

import importlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from plumbline.apps.accounts.errors import RefusedError
from plumbline.cli.tree import COMMANDS
from plumbline.engine.standard.reading import StandardError
from plumbline.formats.table import FormatError

WRONG_USE = 2


class Tree(click.Group):
    """Commands by name, imported late; errors that people can mend become a sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Set Django up for the home that was named, then import the command."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name == "demo" and ctx.params.get("home") is None:
            os.environ.setdefault("PLUMBLINE_HOME", tempfile.mkdtemp(prefix="plumbline-demo-"))
        _set_up(ctx.params.get("home"))
        module, name = COMMANDS[cmd_name].where.split(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, written from the table without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help) for name, each in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in one sentence what people can mend."""
        try:
            return super().invoke(ctx)
        except (RefusedError, ImproperlyConfigured, FormatError, StandardError) as error:
            _give_up(str(error))
        except (DatabaseError, sqlite3.Error) as error:
            _give_up(_database_sentence(error))
        except BrokenPipeError:
            raise  # whoever reads has seen enough, as in `plumbline audit | head`; click ends in silence
        except PermissionError as error:
            _give_up(f"{error.filename} cannot be read or written: no permission. Choose another folder or file.")
        except OSError as error:
            _give_up(f"{error.filename or 'A file'} cannot be used: {error.strerror}. Name another.")
        except _told_by_the_house() as error:
            _give_up(str(error))
        except _damage() as error:
            _give_up(f"{error} Run `plumbline log verify`: it names the entry. Then restore the last backup.")


def _set_up(home: Path | None) -> None:
    if home is not None:
        os.environ["PLUMBLINE_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from plumbline.engine.standard.catalogue import lay_over

    lay_over(settings.PLUMBLINE_STANDARD)


def _give_up(sentence: str) -> None:
    from plumbline.apps.ui.terminal import whisper

    whisper(sentence)
    raise SystemExit(WRONG_USE)


def _told_by_the_house() -> tuple[type[Exception], ...]:
    """Errors whose message is a sentence for people. Asked for only when something went wrong, so imported late."""
    from plumbline.apps.journal.log import DamagedLogError, NoLogError
    from plumbline.apps.journal.proofs import ManyKindsError, NoSuchVersionError
    from plumbline.apps.journal.signer import ForkError, KeyTroubleError
    from plumbline.engine.domain.codec import UnknownKindError
    from plumbline.reports.soa.as_docx import WordMissingError
    from plumbline.reports.typeset import TypesettingError

    of_the_journal = (NoLogError, DamagedLogError, ManyKindsError, NoSuchVersionError, ForkError, KeyTroubleError)
    return (*of_the_journal, UnknownKindError, WordMissingError, TypesettingError)


def _damage() -> tuple[type[Exception], ...]:
    """What reading a journal raises that was altered outside Plumbline."""
    from plumbline.apps.journal.headers import HeaderError
    from plumbline.engine.domain.codec import StoredValueError

    return HeaderError, StoredValueError


def _database_sentence(error: Exception) -> str:
    """What is wrong with the database, in the order of how often it happens."""
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    for mark, sentence in DATABASE_SENTENCES.items():
        if mark in words:
            return sentence.format(words=words)
    return f"The database cannot be used: {words}. Check --home or PLUMBLINE_DATABASE_URL."


DATABASE_SENTENCES = {
    "locked": "The database is busy with another writer. Try again in a moment.",
    "readonly": "This user may only read the database. Run this as the owner of the home, or name another --home.",
    "unable to open": "The database in the home cannot be opened. Give this user the folder, or name another --home.",
    "not a database": "The database in the home is damaged: it is not a database any more. Restore the last backup.",
    "malformed": "The database in the home is damaged ({words}). Restore the last backup.",
    "decode to UTF-8": "The database in the home is damaged: it holds text that is none. Restore the last backup.",
    "disk is full": "The disk is full, and nothing was changed. Make room and repeat.",
    "connection": "The database of PLUMBLINE_DATABASE_URL cannot be reached: {words}. Start it, or correct the URL.",
}
"""What the databases say -> what people can do about it."""


@click.group(cls=Tree, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="The data folder (also PLUMBLINE_HOME).")
@click.option("--organization", default="", metavar="NAME", help="Which organisation, when the home holds several.")
@click.option("--as", "email", default="", metavar="E-MAIL", help="Who acts; default is the only administrator.")
@click.version_option(package_name="plumbline")
@click.pass_context
def plumbline(ctx: click.Context, home: Path | None, organization: str, email: str) -> None:
    """An information security management system that holds itself true (ISO/IEC 27001:2022)."""
    from plumbline.apps.ui.session import Session
    from plumbline.cli.database import make_ready, open_for_reading

    if ctx.invoked_subcommand not in ("init", "serve", "demo", "rule", "log", "restore", None):
        make_ready()
    ctx.obj = Session(
        organization_name=organization, email=email, make_ready=make_ready, open_for_reading=open_for_reading
    )
