from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Not "messages": Django has an app of that name."""

    name = "encircle.rooms.messaging"
    label = "messaging"

    def ready(self) -> None:
        from encircle.foundations.post.letters import WRITERS
        from encircle.foundations.post.models import LetterKind

        from .newsletter import newsletter_mail
        from .proving import asking_mail

        WRITERS[LetterKind.NEWSLETTER] = newsletter_mail
        WRITERS[LetterKind.CONFIRM] = asking_mail
