"""What a document is answered with inside: a page of its own without rights, kept by no browser and no proxy."""

from django.http import HttpResponse

ALONE = "default-src 'none'; sandbox"


def page_response(image: bytes) -> HttpResponse:
    """An image of a page, for a page of ours to show."""
    return _alone(HttpResponse(image, content_type="image/jpeg"))


def original_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """The file itself, to be saved and not shown. `name` says what kind of file it is, and nothing else."""
    answer = _alone(HttpResponse(content, content_type=media_type))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _alone(answer: HttpResponse) -> HttpResponse:
    answer["Content-Security-Policy"] = ALONE
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
