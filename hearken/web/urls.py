"""Addresses of the pages around the room.

The root urlconf includes these at the root and names the error handlers. No address here may carry an id.
"""

from django.urls import path

from hearken.web import leaving, views, views_leaving

urlpatterns = [
    path("", views.landing, name="landing"),
    path("help", views.help_now, name="help"),
    path("who-can-see-what", views.privacy, name="privacy"),
    path("who-runs-this", views.keeper, name="keeper"),
    path("leave", views.leave, name="leave"),
    path("leaving", views_leaving.choose, name="leaving"),
    *(path(page.address, views_leaving.plain, {"key": key}, name=page.address) for key, page in leaving.OWN.items()),
    path("health", views.health, name="health"),
    path("csp-report", views.csp_report, name="csp_report"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
]
