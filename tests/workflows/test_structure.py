"""Trees of bodies, and which seats are held and watched, by nation and echelon."""

from tests.workflows.alliance import THREE, TWO
from workflows.bodies.rows import BILATERAL
from workflows.matter import Actor
from workflows.roster import Holding, Roster
from workflows.structure import columns, counts, coverage, in_force, tree

ONE, OTHER = Actor("T1", "U1"), Actor("T1", "U2")


def test_a_tree_has_each_parent_before_its_children_in_whatever_order_they_stand() -> None:
    bodies = [TWO.bodies[id_] for id_ in ("n-ops", "n-pol", "n-hq", "n-min")]
    found = [(branch.body.id, branch.depth, branch.parent) for branch in tree(bodies)]
    assert found == [("n-min", 0, None), ("n-pol", 1, "n-min"), ("n-hq", 1, "n-min"), ("n-ops", 2, "n-hq")]


def test_a_body_whose_parent_is_left_out_is_a_top() -> None:
    found = [(branch.body.id, branch.depth) for branch in tree([TWO.bodies["n-ops"], TWO.bodies["centre"]])]
    assert found == [("n-ops", 0), ("centre", 0)]


def test_bilateral_bodies_stand_in_the_midst_of_the_nations() -> None:
    assert columns(TWO) == ("north", BILATERAL, "south")
    assert columns(THREE) == ("north", "south", BILATERAL, "east")


def test_seats_are_counted_as_empty_or_unwatched_for_the_nation_that_has_them() -> None:
    roster = Roster(
        [
            Holding("n-hq-chief", 0, ONE, on_watch=False),
            Holding("n-hq-staff", 0, ONE, on_watch=False),
            Holding("n-hq-staff", 1, OTHER),
            Holding("centre-s-lead", 0, OTHER),
        ]
    )
    covers = coverage(TWO, roster, [TWO.bodies["n-hq"], TWO.bodies["centre"]])
    gaps = {(row.nation, row.body.id): ([s.id for s in row.empty], [s.id for s in row.unwatched]) for row in covers}
    assert gaps == {
        ("north", "n-hq"): (["n-hq-watch", "n-hq-guest"], ["n-hq-chief"]),
        ("north", "centre"): (["centre-n-lead", "centre-n-aide", "centre-n-watch"], []),
        ("south", "centre"): (["centre-s-aide", "centre-s-watch"], []),
    }
    found = [(row.nation, row.echelon, row.seats, row.empty, row.unwatched) for row in counts(TWO, covers)]
    assert found == [("north", "strategic", 7, 5, 1), ("south", "strategic", 3, 2, 0)]


def test_only_bodies_whose_holders_all_readers_may_know_are_covered() -> None:
    bodies = in_force(TWO, {"top"})
    own = {row.body.id for row in coverage(TWO, Roster(), bodies, ("north",))}
    assert own == {"n-min", "n-hq", "n-pol", "n-ops", "board", "centre", "desk", "staff"}
    assert {row.body.id for row in coverage(TWO, Roster(), bodies, ("north", "south"))} == own - {
        "n-min",
        "n-hq",
        "n-pol",
        "n-ops",
    }
