"""The words of the sieve: parts of the minutes, grounds, and why a passage goes or stays."""

from enum import StrEnum


class Part(StrEnum):
    PREPARATION = "preparation"
    WITH_CORE_MEMBER = "with_core_member"
    DEBRIEF = "debrief"
    CONTACT = "contact"
    ATTENDANCE = "attendance"


class GroundKind(StrEnum):
    SERIOUS_HARM = "serious_harm"
    SAFEGUARDING = "safeguarding"
    COURT_ORDER = "court_order"


class BasisKind(StrEnum):
    CONSENT = "consent"
    GROUND = "ground"


class Reason(StrEnum):
    """Why a passage goes or stays. The value is stored; `sentence` is shown."""

    CONSENT = "consent"
    OTHER_GROUND = "other_ground"
    CONSENT_AND_OTHER_GROUND = "consent_and_other_ground"
    SEAT_NOT_STARTED = "seat_not_started"
    SEAT_ENDED = "seat_ended"
    RECIPIENT_STOPPED = "recipient_stopped"
    HELD_BACK = "held_back"
    PART_STAYS_INSIDE = "part_stays_inside"
    AGREEMENT_LAPSED = "agreement_lapsed"
    NO_CONSENT = "no_consent"
    SAID_NO = "said_no"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_ENDED = "consent_ended"
    CONSENT_NOT_STARTED = "consent_not_started"
    CONSENT_NARROWED = "consent_narrowed"
    CARER_HAS_NOT_AGREED = "carer_has_not_agreed"
    CARER_HAS_WITHDRAWN = "carer_has_withdrawn"
    CARER_SAID_NO = "carer_said_no"
    CARERS_NOT_RECORDED = "carers_not_recorded"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Reason.CONSENT: "Consent covers this subject for this agency.",
    Reason.OTHER_GROUND: "A ground other than consent covers this subject for this agency.",
    Reason.CONSENT_AND_OTHER_GROUND: "Consent and another ground both cover this subject for this agency.",
    Reason.SEAT_NOT_STARTED: "This professional’s seat has not started.",
    Reason.SEAT_ENDED: "This professional’s seat has ended.",
    Reason.RECIPIENT_STOPPED: "Sharing with this professional has been stopped.",
    Reason.HELD_BACK: "Held back by hand.",
    Reason.PART_STAYS_INSIDE: "This part of the meeting is not for agencies.",
    Reason.AGREEMENT_LAPSED: "There is no agreement in force with this agency.",
    Reason.NO_CONSENT: "There is no consent to share this subject with this agency. No answer is recorded.",
    Reason.SAID_NO: "The core member has said no to sharing this subject with this agency.",
    Reason.CONSENT_WITHDRAWN: "Consent to share this subject with this agency has been withdrawn.",
    Reason.CONSENT_ENDED: "Consent to share this subject with this agency has ended.",
    Reason.CONSENT_NOT_STARTED: "Consent to share this subject with this agency has not started.",
    Reason.CONSENT_NARROWED: "Consent is for other professionals of this agency.",
    Reason.CARER_HAS_NOT_AGREED: "A carer whose agreement is needed has not agreed.",
    Reason.CARER_HAS_WITHDRAWN: "A carer whose agreement is needed has withdrawn it.",
    Reason.CARER_SAID_NO: "A carer whose agreement is needed has said no.",
    Reason.CARERS_NOT_RECORDED: "Nobody has recorded which carers must agree.",
}


class ConsentState(StrEnum):
    """Where one consent to one subject stands."""

    IN_FORCE = "in_force"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # its giver said no to the subject later: outright, or by withdrawing another consent
