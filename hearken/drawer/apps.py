from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrawerConfig(AppConfig):
    name = "hearken.drawer"
    verbose_name = _("The drawer")
