"""What is written when a referral is judged: plainly invented, respectful, nothing about what somebody did."""

EVIDENCE = {
    "freely": "Said twice that he asked for this himself, and that nobody told him to.",
    "safe": "The officer who knows him best knows of no violence and no threats.",
    "stays": "His tenancy runs for two years, and he has no wish to move.",
    "unsure": "We want to ask once more, with somebody he trusts beside him.",
}
WHOLE = (
    "A quiet man who listens. He laughed when we talked about his tomatoes.",
    "Nervous at first. After half an hour he asked who the volunteers would be and what they do in the daytime.",
    "He knows what he wants from a Circle: people to be honest with, and a reason to leave the flat.",
)
VIEWS = {
    "accept": "I met somebody who wants this. With three steady volunteers it can work.",
    "decline": "He has good people round him already. Somebody who has nobody should have the place.",
    "defer": "I would like to see him once more after he has moved.",
}
TOLD = {
    "accept": "We are glad to offer a place. We ring you as soon as a Circle can be planned.",
    "decline": "He has a family and friends who stand by him, so a Circle would add little. Thank you for asking us.",
    "defer": "We would like to meet him once more after the move, and then tell you.",
}
