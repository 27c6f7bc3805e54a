from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "hearken.screening"
    verbose_name = _("Private questions")
