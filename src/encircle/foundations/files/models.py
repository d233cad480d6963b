"""The key of each person's documents, and what every room's documents have in common.

A room that keeps documents makes three tables of its own from the abstract ones, so that its own row policies decide
who sees a document: what is known of it (`StoredDocument`), what opens it (`DocumentLock`, which demands a receipt),
and what became of the virus scan (`DocumentScan`).
"""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id

from .parsing.kinds import ABOUT, Kind

USER = settings.AUTH_USER_MODEL


class PersonKey(models.Model):
    """The key of one person's documents, wrapped. Once its row is gone, nothing of theirs can be opened again."""

    subject_id = models.UUIDField(primary_key=True, db_comment="The person whose documents it opens")
    master = models.CharField(max_length=12, db_comment="Name of the charity's key it is wrapped with")
    wrapped = models.BinaryField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["master"], name="files_personkey_master")]


class Verdict(models.TextChoices):
    CLEAN = "clean", "Scanned, nothing found"
    NOT_SCANNED = "not_scanned", "Not scanned: no scanner is set up"
    REFUSED = "refused", "Refused: the scanner found something harmful"


class DocumentKind(models.TextChoices):
    PDF = Kind.PDF.value, ABOUT[Kind.PDF].words
    WORD = Kind.WORD.value, ABOUT[Kind.WORD].words
    EXCEL = Kind.EXCEL.value, ABOUT[Kind.EXCEL].words
    JPEG = Kind.JPEG.value, ABOUT[Kind.JPEG].words
    PNG = Kind.PNG.value, ABOUT[Kind.PNG].words
    TEXT = Kind.TEXT.value, ABOUT[Kind.TEXT].words
    CSV = Kind.CSV.value, ABOUT[Kind.CSV].words


class StoredDocument(models.Model):
    """What may be known of a document without opening it. Never its name, which may say what it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField(db_comment="The person it is about, whose key locks it")
    file_kind = models.CharField(max_length=6, choices=DocumentKind, db_comment="Told by its content")
    size = models.PositiveIntegerField(db_comment="Bytes")
    pages = models.PositiveSmallIntegerField(db_comment="Pages it is shown on; 0 where it is shown as words")
    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True


class DocumentLock(models.Model):
    """What opens a document: content. A room adds `document`, one-to-one and its key, and the receipt for it."""

    name = models.CharField(max_length=160, db_comment="The file's name as it came, cleaned")
    place = models.UUIDField(default=new_id, db_comment="Where its locked bytes lie")
    wrapped = models.BinaryField(max_length=100, db_comment="Its key, wrapped with its person's")
    digest = models.CharField(max_length=64, db_comment="SHA-256 of what was kept")

    class Meta:
        abstract = True


class DocumentScan(models.Model):
    """What the virus scanner said. Without a row the document waits; a room adds `document`, one-to-one."""

    verdict = models.CharField(max_length=12, choices=Verdict)
    scanned_at = models.DateTimeField()

    class Meta:
        abstract = True
