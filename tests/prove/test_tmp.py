from .matrix import Matrix
from .world import build_world


def test_it(db):
    only = {
        "casework:leavings",
        "casework:leaving_calling_off",
        "casework:staying",
        "casework:rejoining",
        "casework:volunteer_leaving",
        "casework:volunteer",
        "volunteering:own_time",
        "volunteering:stopping",
        "volunteering:stopping_withdrawal",
        "volunteering:home",
        "casework:circle",
    }
    o = Matrix(build_world()).run(only=only)
    assert (o.wrong, o.canaries, o.untraced) == ([], [], [])
    print(o.checks)
