"""Who can be reached by post, and messages sent, planted and by the actions themselves."""

from allauth.account.models import EmailAddress

from encircle.common.ids import new_id
from encircle.rooms.messaging.actions.sending import group_of, send_message
from encircle.rooms.messaging.actions.writing import Written, begin_message
from encircle.rooms.messaging.group import people_of
from encircle.rooms.messaging.models import Draft
from tests.cast import acting
from tests.support.database import as_owner


def prove_addresses(cast, *who):
    with as_owner():
        for name in who or cast.volunteers:
            user = cast.users[name]
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def write(cast, by="cora", *, text="Training is on Tuesday.", subject="Training", areas=("a",), **more):
    id = new_id()
    written = Written(subject=subject, text=text, areas=tuple(cast.areas[one].pk for one in areas), **more)
    with acting(cast.users[by]) as actor:
        begin_message(written, id=id, by=actor, at=actor.now)
    return id


def send(cast, id, by="cora", *, confirmed=False, expected=None):
    with acting(cast.users[by]) as actor:
        draft = Draft.objects.get(pk=id)
        reached = people_of(group_of(draft), actor.now).without(draft.left_out)
        send_message(
            draft, expected=len(reached) if expected is None else expected, confirmed=confirmed, by=actor, at=actor.now
        )
    return id


def sent(cast, by="cora", **more):
    return send(cast, write(cast, by, **more), by)
