"""One of everything the office keeps: logins and what belongs to them, agencies, settings, letters, the trace."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator

from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import (
    AccountChange,
    AttemptCount,
    CodeList,
    HeldForm,
    Invitation,
    ResetRequest,
    Session,
    User,
)
from encircle.foundations.audit.models import Entry, Seal
from encircle.foundations.files import vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import person_key, sealed
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.foundations.post.models import Attempt, Letter, Notice
from encircle.rooms.organisation.models import ClosureDay, Criterion, OnCallShift, SettingChange, Topic
from encircle.rooms.partners.copies import SHELF
from encircle.rooms.partners.models import AgencyAgreement, Professional, SignedCopy, SignedCopyScan
from encircle.rooms.records.importing import runs
from encircle.rooms.records.importing.models import ExternalReference, ImportRun
from encircle.rooms.records.importing.writing import template
from encircle.rooms.recruiting.models import VolunteerCriterion
from encircle.rooms.training.models import Course, Exercise
from encircle.rooms.training.models import Criterion as LookedForCriterion
from tests.cast import acting
from tests.foundations.files.corpus import typeset
from tests.support.database import as_owner

from .world import World


def plant(world: World) -> None:
    _verified_addresses(world)
    _logins(world)
    _behind_the_sign_in_door(world)
    _changes(world)
    _roles(world)
    _partners(world)
    _settings(world)
    _post_and_trace(world)


def _verified_addresses(world: World) -> None:
    for user in User.objects.all():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _login(world: World, name: str, **more: object) -> User:
    return User.objects.create(
        email=f"{name.lower()}@people.example", name=f"{name} Bramblewick", created_at=world.cast.now,
        password="!invited", **more,
    )  # fmt: skip


def _logins(world: World) -> None:
    """Logins to suspend and to restore that nobody of the cast needs; one invited; and Adam's own."""
    cast = world.cast
    suspended = {"suspended_at": cast.now, "suspended_by": cast.users["olga"]}
    for which, name, more in (("1", "Una", {}), ("2", "Ugo", {}), ("i", "Nell", {}), ("s", "Sid", suspended)):
        world.add("user_id", which, _login(world, name, **more).pk)
        world.add_for("administration:suspension", "user_id", which, world.objects["user_id"][which])
    world.add("user_id", "m", cast.users["adam"].pk)  # not to be suspended: Olga would put him out of the rest
    invited = {"purpose": "join", "created_at": cast.now, "expires_at": cast.now + timedelta(days=7)}
    for user_id, by, accepted in (
        (world.objects["user_id"]["i"], "olga", None),
        (cast.users["vera"].pk, "cora", cast.now),
        (cast.users["xena"].pk, "colin", cast.now),
    ):
        Invitation.objects.create(
            user_id=user_id, token_hash=f"{new_id().hex}{new_id().hex}", email=User.objects.get(pk=user_id).email,
            invited_by=cast.users[by], accepted_at=accepted, **invited,
        )  # fmt: skip


def _behind_the_sign_in_door(world: World) -> None:
    """Nobody's to read but the doorkeeper's, whoever it belongs to."""
    cast = world.cast
    for key in ("vera", "adam"):
        user, more = cast.users[key], {"expires_at": cast.now + timedelta(hours=9)}
        Session.objects.create(
            user=user, key_hash=f"{new_id().hex}{new_id().hex}", sealed=b"sealed", created_at=cast.now,
            last_input_at=cast.now, idle_minutes=15, ends_at=cast.now + timedelta(hours=8),
        )  # fmt: skip
        HeldForm.objects.create(user=user, form_hash=new_id().hex, sealed=b"sealed", held_at=cast.now, **more)
        Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})
        address = EmailAddress.objects.get(user=user)
        EmailConfirmation.objects.create(email_address=address, created=cast.now, sent=cast.now, key=new_id().hex)
    AttemptCount.objects.create(key=new_id().hex, count=1, ends_at=cast.now + timedelta(hours=1))
    ResetRequest.objects.create(sealed_email=b"sealed", asked_at=cast.now)


def _changes(world: World) -> None:
    """One asked for by Olga and one by Adam: each is the other's to decide. Two pairs, for approving and refusing."""
    cast = world.cast
    for address in ("administration:account_change", "administration:change_approval", "administration:change_refusal"):
        for which, by in (("1", "olga"), ("2", "adam")):
            change = AccountChange.objects.create(
                user=_login(world, f"{address[-8:-4]}{which}"), kind="factors", reason="Lost the phone: whinchat",
                asked_by=cast.users[by], asked_at=cast.now,
            )  # fmt: skip
            world.add_for(address, "change_id", which, change.pk)
    approved = {"asked_at": cast.now, "decided_by": cast.users["olga"], "decided_at": cast.now, "approved": True}
    for key in ("vic", "adam"):
        user = cast.users[key]
        change = AccountChange.objects.create(
            user=user, kind="code_list", reason="No phone: whinchat", asked_by=user, done_at=cast.now, **approved
        )
        CodeList.objects.create(user=user, change=change, made_at=cast.now, unused=["x"])


def _roles(world: World) -> None:
    for which, key in (("1", "cora"), ("2", "colin"), ("m", "adam"), ("t", "tess")):
        found = Appointment.objects.get(user=world.cast.users[key])
        world.add("appointment_id", which, found.pk)


def _partners(world: World) -> None:
    cast, police = world.cast, world.cast.agencies["police"]
    someone = Professional.objects.create(
        agency=police, name="Ned Pipit", email="ned@police.example", job_title="Officer", starts_at=cast.now
    )
    world.add("agency_id", "1", police.pk)
    world.add("agreement_id", "1", AgencyAgreement.objects.get(agency=police).pk)
    world.add("professional_id", "1", someone.pk)
    _signed(world, AgencyAgreement.objects.get(agency=police))


def _signed(world: World, agreement: AgencyAgreement) -> None:
    """The signed copy of the agreement, and of the next version one with a page to look at."""
    next_one = AgencyAgreement.objects.create(
        agency=agreement.agency, starts_on=agreement.starts_on, review_on=agreement.review_on,
        recorded_by=world.cast.users["olga"], recorded_at=world.cast.now,
    )  # fmt: skip
    words = _copy(world, agreement, Taken("snowfinch.txt", Kind.TEXT, 0, b"We agree: hoopoe.", None))
    paged = _copy(world, next_one, Taken("Signed.pdf", Kind.PDF, 1, typeset(), None))
    world.add("signed_copy_id", "1", words.pk)
    for which in ("1", "2"):  # an address with a number is asked for twice
        world.add_for("casework:signed_copy_page", "signed_copy_id", which, paged.pk)
    world.behind |= {"snowfinch": words.pk, "hoopoe": words.pk}
    world.opened_besides.append(paged.pk)


def _copy(world: World, agreement: AgencyAgreement, taken: Taken) -> SignedCopy:
    now, agency = world.cast.now, agreement.agency_id
    copy = SignedCopy(
        agreement=agreement, subject_id=agency, file_kind=taken.kind, size=len(taken.content), pages=taken.pages,
        uploaded_by=world.cast.users["olga"], uploaded_at=now,
    )  # fmt: skip
    lock, locked = sealed(SHELF, taken, copy, person_key(agency, now))
    copy.save(force_insert=True)
    lock.save(force_insert=True)
    SignedCopyScan.objects.create(document=copy, verdict=Verdict.CLEAN, scanned_at=now)
    vault.put(lock.place, locked)
    return copy


def _settings(world: World) -> None:
    cast, coming = world.cast, world.cast.now.date() + timedelta(days=100)
    Topic.objects.create(code="spare", name="Spare", part="with_core_member", position=90)
    ClosureDay.objects.create(day=coming, name="Away day")
    world.add("code", "1", "spare")
    world.add("day", "1", coming)
    world.add("kind", "1", "adult")
    world.add("criterion_id", "1", Criterion.objects.create(words="Has a heron", kinds=["adult"], position=1).pk)
    world.add("course_id", "1", Course.objects.create(code="rings", name="Rings").pk)
    world.add("exercise_id", "1", Exercise.objects.create(words="Rows a boat: godwit", position=9).pk)
    world.add("looked_for_id", "1", LookedForCriterion.objects.create(words="Keeps dry", position=9).pk)
    world.add("interview_criterion_id", "1", VolunteerCriterion.objects.create(words="Can swim", position=9).pk)
    world.add("slug", "1", "to-read")
    SettingChange.objects.create(
        field="shared_parts", old="contact", new="contact, debrief", why="Asked for", by=cast.users["olga"], at=cast.now
    )
    OnCallShift.objects.create(
        user=cast.users["sena"], name="On call", number="01632 960333", starts_at=cast.now - timedelta(days=9),
        ends_at=cast.now - timedelta(days=8),
    )  # fmt: skip


def _post_and_trace(world: World) -> None:
    """Each of the cast has a notice and a line of the trace; letters of both areas could not be delivered."""
    cast = world.cast
    for user in cast.users.values():
        Notice.objects.create(user=user, kind="waiting", item_id=new_id(), created_at=cast.now)
        Entry.objects.create(at=cast.now, actor_id=user.pk, nonce=new_id(), verb="listed", item_type="proof")
    for area in (None, cast.areas["a"].pk, cast.areas["b"].pk):
        letter = Letter.objects.create(
            user=cast.users["vera"], kind="waiting", area_id=area, written_at=cast.now, given_up_at=cast.now
        )
        Attempt.objects.create(letter=letter, started_at=cast.now)
        Entry.objects.create(
            at=cast.now, system="postman", nonce=new_id(), verb="changed", item_type="proof", area_id=area
        )
    Seal.objects.create(
        id=1, sealed_at=cast.now, entry_count=1, first_entry=1, last_entry=1, root=b"r", previous=b"p", key_id="k",
        signature=b"s",
    )  # fmt: skip


def plant_import_runs(world: World) -> None:
    """A workbook Olga sent in, as she does it; and one of Sena's, who may not bring in a caseload."""
    cast, empty = world.cast, template(["Devon and Cornwall"], ["Housing"])
    for address in ("", "administration:import_removal"):
        with acting(cast.users["olga"]) as olga:
            made = runs.send_in(empty, id=new_id(), by=olga, at=olga.now)
        with as_owner():
            other = ImportRun.objects.get(pk=made)
            other.pk, other.user = new_id(), cast.users["sena"]
            other.save(force_insert=True)
        for which, run in (("1", made), ("2", other.pk), ("0", new_id())):
            if address:
                world.add_for(address, "run_id", which, run)
            else:
                world.add("run_id", which, run)
    with as_owner():
        ExternalReference.objects.create(
            kind="circle", reference="old-1", item_id=cast.circle_1.pk, imported_by=cast.users["olga"],
            imported_at=cast.now,
        )  # fmt: skip
