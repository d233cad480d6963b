"""The questions Encircle comes with. The charity makes its own versions of them; nothing here is about anybody.

Referrers, professionals, volunteers and the core member are asked, as the charities that run Circles do at the end of
one (domain.md, S7): about being kept informed, managing risk, support, and what should be better. The wording is ours.
"""

from datetime import datetime
from typing import Any

from encircle.rooms.organisation.vocabulary import Respondent

from .vocabulary import Asks

Shipped = tuple[tuple[str, Asks, str], ...]

AGREE, YES_NO, WORDS = Asks.AGREEMENT, Asks.YES_NO, Asks.WORDS

REFERRER: Shipped = (
    ("easy_to_refer", AGREE, "It was clear how to refer somebody to a Circle."),
    ("kept_informed", AGREE, "I was kept informed from the referral to the end."),
    ("suitable", AGREE, "A Circle was the right thing at the right time."),
    ("helped_person", AGREE, "The Circle helped the person I referred to live without offending."),
    ("refer_again", YES_NO, "Would you refer somebody again?"),
    ("better", WORDS, "What should we do better?"),
)
PROFESSIONAL: Shipped = (
    ("in_time", AGREE, "What I needed to know reached me in time."),
    ("helped_manage_risk", AGREE, "What the Circle told me helped me to manage risk."),
    ("worked_together", AGREE, "The Circle and my agency worked well together."),
    ("reviews_useful", AGREE, "The reviews were worth the time."),
    ("helped_person", AGREE, "The Circle helped the core member to live without offending."),
    ("recommend", YES_NO, "Would you recommend a Circle to colleagues?"),
    ("better", WORDS, "What should we do better?"),
)
VOLUNTEER: Shipped = (
    ("well_prepared", AGREE, "Training and briefing prepared me well."),
    ("well_supported", AGREE, "I had the support I needed from the coordinator."),
    ("concerns_heard", AGREE, "When I raised something, it was heard."),
    ("helped_person", AGREE, "The Circle helped the core member to live without offending."),
    ("again", YES_NO, "Would you volunteer in a Circle again?"),
    ("best", WORDS, "What went well?"),
    ("better", WORDS, "What should we do better?"),
)
CORE_MEMBER: Shipped = (
    ("treated_well", AGREE, "The volunteers treated me with respect."),
    ("listened", AGREE, "The Circle listened to me."),
    ("honest", AGREE, "I could be honest in the Circle."),
    ("less_alone", AGREE, "I am less alone than before."),
    ("helped_me", AGREE, "The Circle helped me to live without offending."),
    ("best", WORDS, "What helped you most?"),
    ("better", WORDS, "What should we do better?"),
)
# One idea a line, short words. Answered with yes, a bit, no.
EASY_CORE_MEMBER: Shipped = (
    ("treated_well", YES_NO, "Were the volunteers kind to you?"),
    ("listened", YES_NO, "Did they listen to you?"),
    ("honest", YES_NO, "Could you tell the truth?"),
    ("less_alone", YES_NO, "Do you feel less alone now?"),
    ("helped_me", YES_NO, "Did the Circle help you to keep out of trouble?"),
    ("best", WORDS, "What was good?"),
    ("better", WORDS, "What was not good?"),
)
SHIPPED: dict[tuple[Respondent, bool], Shipped] = {
    (Respondent.REFERRER, False): REFERRER,
    (Respondent.PROFESSIONAL, False): PROFESSIONAL,
    (Respondent.VOLUNTEER, False): VOLUNTEER,
    (Respondent.CORE_MEMBER, False): CORE_MEMBER,
    (Respondent.CORE_MEMBER, True): EASY_CORE_MEMBER,
}


def ship_questions(set_model: Any, question_model: Any, at: datetime) -> None:
    """One version of each set that has none yet. Run as the owner of the tables."""
    for (respondent, easy_read), questions in SHIPPED.items():
        if set_model.objects.filter(respondent=respondent, easy_read=easy_read).exists():
            continue
        made = set_model.objects.create(respondent=respondent.value, easy_read=easy_read, number=1, made_at=at)
        question_model.objects.bulk_create(
            question_model(question_set=made, position=position, code=code, asks=asks.value, words=words)
            for position, (code, asks, words) in enumerate(questions, 1)
        )
