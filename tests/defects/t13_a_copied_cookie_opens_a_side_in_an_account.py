"""A side kept in an account opens with the cookies of the seat alone, as they lie on a phone that is looked through."""

TARGET = "hearken.rooms.access.claim_of"
TEST = "tests/apps/rooms/test_claims.py::test_a_claimed_side_opens_only_where_its_person_is_signed_in"


def replacement(seat: object) -> None:
    """Takes every seat for one that is in no account."""
