"""`encircle import`: bring an existing caseload in, in the name of a person who may; or write the workbook to fill."""

import argparse
import os
from pathlib import Path

from encircle.common.errors import Refusal
from encircle.foundations.access.actor import Actor, load_actor
from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.accounts.models import User
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.queries import present_topics
from encircle.rooms.records.importing.reading import Done, read_book
from encircle.rooms.records.importing.running import Outcome, import_book, may_import, titles_with_rows
from encircle.rooms.records.importing.writing import answer, summary_lines, template

HELP = "bring an existing caseload in from a workbook, all of it or nothing"
LOGIN = "worker"  # bound by the same row policies as the pages, and allowed a longer transaction
ANSWER = "import-answer.xlsx"


class NotThatPerson(Refusal):
    """The import is done by somebody, in their name and with what they may."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the filled workbook (.xlsx)")
    parser.add_argument("--template", type=Path, metavar="FILE", help="write the workbook to fill in, and nothing else")
    parser.add_argument("--by", metavar="EMAIL", help="who brings it in: an operations manager's address")
    parser.add_argument("--dry-run", action="store_true", help="try it and write nothing")
    parser.add_argument("--answer", type=Path, metavar="FILE", help=f"where the answer goes (default: {ANSWER} beside)")


def run(args: argparse.Namespace) -> int:
    if args.template:
        _write(args.template, template(_areas(), [topic.name for topic in present_topics()]))
        print(f"wrote {args.template}: fill it in, then  encircle import {args.template} --by EMAIL --dry-run")
        return 0
    if not args.file or not args.by:
        raise Refusal("say which workbook, and --by whom; or --template FILE for one to fill in")
    outcome = bring_in(args.file, email=args.by, dry_run=args.dry_run)
    where = args.answer or args.file.with_name(ANSWER)
    _write(where, answer(outcome.book, written=outcome.written, dry_run=args.dry_run))
    _say(outcome, where)
    return 1 if outcome.book.is_refused else 0


def bring_in(file: Path, *, email: str, dry_run: bool) -> Outcome:
    try:
        book = read_book(file.read_bytes())
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}") from None
    user = _somebody(email)
    with acting_as(person(user.pk)) as signed:
        actor = load_actor(signed, user.name)
        _refuse_unfit(actor, email)
        return import_book(book, dry_run=dry_run, by=actor, at=actor.now)


def _somebody(email: str) -> User:
    with acting_as(system("doorkeeper")):
        user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise NotThatPerson(f"Nobody signs in as {email}.")
    return user


def _refuse_unfit(actor: Actor, email: str) -> None:
    """What the person may is asked of the database, as in a page of theirs: suspended, they may nothing."""
    if not may_import(actor):
        raise NotThatPerson(f"{email} may not bring in a caseload: only an operations manager who can sign in may.")


def _areas() -> list[str]:
    return list(Area.objects.order_by("name").values_list("name", flat=True))


def _write(path: Path, content: bytes) -> None:
    """Readable by nobody else on this machine."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)


def _say(outcome: Outcome, where: Path) -> None:
    for line in summary_lines(outcome.book, written=outcome.written, dry_run=outcome.dry_run):
        print(line)
    for kind, title in titles_with_rows(outcome.book):
        for row in [row for row in outcome.book.rows[kind] if row.done == Done.REFUSED][:5]:
            print(f"  {title}, row {row.number}: {'. '.join(row.reasons)}")
    print(f"The whole answer, with a sentence beside each row: {where}")
