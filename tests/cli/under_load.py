"""Somebody who writes without a pause while a backup is taken. Run as a program: enters assets until it is killed."""

from __future__ import annotations

import os
import sys
from itertools import count


def main() -> None:
    """Enter one asset after the other; say so after the first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.config.settings"
    import django

    django.setup()
    from plumbline.apps.accounts.selectors import actor_for, organizations
    from plumbline.apps.assets.services import assets
    from plumbline.engine.domain import kinds

    actor = actor_for(next(iter(organizations())), "ada@nordwind.example")
    for number in count(1):
        assets.add(actor, kinds.Asset(title=f"Server {number}"))
        if number == 1:
            sys.stdout.write("writing\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
