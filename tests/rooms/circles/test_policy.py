"""What is warned about when seats are given."""

from encircle.rooms.circles.policy import Expected, Seats, name_inside, next_letter, seat_warnings

SIZES = Expected(least=4, most=6, agencies=(("police", "police"), ("probation", "probation")))
OF_YOUNG_PEOPLE = Expected(least=3, most=4)
BOTH = frozenset({"police", "probation"})


def seats(volunteers=4, **more):
    return Seats(
        **{"volunteers": volunteers, "has_core_member": True, "has_coordinator": True, "outer_kinds": BOTH, **more}
    )


def test_a_circle_as_the_standard_asks_warns_of_nothing():
    assert seat_warnings(seats(4), SIZES) == ()
    assert seat_warnings(seats(6), SIZES) == ()


def test_too_few_and_too_many_volunteers():
    assert seat_warnings(seats(3), SIZES) == ("A Circle of this kind has at least 4 volunteers. This one has 3.",)
    assert seat_warnings(seats(7), SIZES) == ("A Circle of this kind has at most 6 volunteers. This one has 7.",)


def test_a_lone_volunteer_is_warned_of_whatever_the_standard():
    lone = ("There is only one volunteer. The core member must never meet a lone volunteer.",)
    assert seat_warnings(seats(1), SIZES) == lone
    assert seat_warnings(seats(1), None) == lone


def test_only_whom_the_standard_expects_is_missed():
    assert seat_warnings(seats(outer_kinds=frozenset({"police"})), SIZES) == (
        "Nobody from probation is in the outer circle.",
    )
    assert seat_warnings(seats(outer_kinds=frozenset({"social_care"}), volunteers=3), OF_YOUNG_PEOPLE) == ()
    assert seat_warnings(seats(outer_kinds=frozenset()), SIZES) == ("Nobody is in the outer circle yet.",)


def test_the_seats_at_the_centre():
    assert seat_warnings(seats(has_core_member=False, has_coordinator=False), SIZES) == (
        "Nobody holds the core member’s seat.",
        "Nobody holds the coordinator’s seat.",
    )


def test_letters_go_on_and_on():
    assert next_letter([]) == "A"
    assert next_letter(["B", "A", ""]) == "C"
    assert next_letter(["Z"]) == "AA"


def test_a_shared_given_name_gets_its_letter():
    assert name_inside("Vera", "D", frozenset({"Vic"})) == "Vera"
    assert name_inside("Vera", "D", frozenset({"Vera"})) == "Vera (D)"
