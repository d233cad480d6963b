"""What an invented briefing pack and an invented agreement say: facts of nobody."""

PACK = {
    "offences": "{known} served a sentence for an offence against a person he knew online. You do not need to know "
    "more to do this well, and nobody who was harmed is named here.",
    "risks": "Long evenings alone, new friendships that begin online, and hiding a device have gone before trouble.",
    "signs": "Missed meetings without a word; talk of a new friend nobody has met; being tired and short-tempered on "
    "Mondays; a second telephone.",
    "what_to_do": "Say what you notice in the Circle. Tell the coordinator the same day. If somebody is in danger now, "
    "ring 999 first.",
    "goals": "{known} wants work he can keep, and one evening a week with other people. Ask what went well first.",
    "not_talked_about": "His family’s address, and the details of the case. If he begins, bring him back kindly.",
}
OWN_POINTS = ("We cook together once a month.", "Telephones stay in the box by the door.")
LATER_POINT = "We tell one another early when a week was hard."
