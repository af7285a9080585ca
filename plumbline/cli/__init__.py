"""The `plumbline` command: gathers the commands of the apps and adds those that set a home up."""


def main() -> None:
    """Run the command line."""
    from plumbline.cli.root import plumbline

    plumbline(prog_name="plumbline")
