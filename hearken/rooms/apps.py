from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Two seats, one journal: where a dialogue is held."""

    name = "hearken.rooms"
