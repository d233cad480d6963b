"""A document opens with its own lock and its own person's key, and with nobody else's in its place."""

from encircle.foundations.files import envelope
from encircle.foundations.files.envelope import Unreadable
from encircle.foundations.files.keeping import unlocked
from encircle.foundations.files.models import PersonKey
from encircle.rooms.people.models import PersonDocument, PersonDocumentLock
from tests.support.database import as_owner

from .world import build_world


def combinations():
    """Each document with each lock, as itself and as if it were about each other person."""
    documents, locks = list(PersonDocument.objects.all()), list(PersonDocumentLock.objects.all())
    people = list(PersonKey.objects.values_list("subject_id", flat=True))
    for document in documents:
        own = document.subject_id
        for lock in locks:
            for subject_id in people:
                document.subject_id = subject_id
                yield document, lock, lock.document_id == document.pk and subject_id == own
        document.subject_id = own


def opened():
    """How many opened of those that should, and of those that should not."""
    found = {True: [0, 0], False: [0, 0]}
    with as_owner():
        for document, lock, is_right in combinations():
            found[is_right][1] += 1
            try:
                unlocked(document, lock)
            except Unreadable:
                continue
            found[is_right][0] += 1
    return found[True], found[False]


def test_no_document_opens_with_what_belongs_to_another(db, say):
    build_world()
    (right, all_right), (wrong, tried) = opened()
    faults = [f"{wrong} documents opened with another's key or lock"] * bool(wrong)
    faults += [f"only {right} of {all_right} opened with their own"] * (right != all_right)
    say(f"documents: {right} opened with their own keys; of {tried} with another's key or lock {wrong} opened", faults)
    assert all_right > 2


def test_keys_that_are_all_the_same_and_bound_to_nothing_are_found(db, monkeypatch, say):
    monkeypatch.setattr(envelope, "new_key", lambda: b"k" * envelope.KEY)
    for binding in ("of_person", "key_of_document", "bytes_of_document"):
        monkeypatch.setattr(envelope, binding, lambda *_: b"")
    build_world()
    _, (wrong, tried) = opened()
    say(f"documents, negative control: with one key for all {wrong} of {tried} were found to open")
    assert wrong == tried
