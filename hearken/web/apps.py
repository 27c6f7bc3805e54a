"""Django's name card of the web app: pages around the room, quick exit, help.

It must never do work at start."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hearken.web"
    label = "web"
