"""Django's name card of the key store. It must never do work at start: the settings read the root key."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "hearken.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
