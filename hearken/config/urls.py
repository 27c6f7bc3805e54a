"""Every address of the site. Handlers for refusals live in web: one kind page for each."""

from django.urls import include, path

urlpatterns = [
    path("", include("hearken.web.urls")),
    path("", include("hearken.accounts.urls")),
    path("", include("hearken.drawer.urls")),
    path("", include("hearken.rooms.urls")),
    path("", include("hearken.space.urls")),
    path("", include("hearken.screening.urls")),
    path("", include("hearken.export.urls")),
    path("", include("hearken.finder.urls")),
    path("", include("hearken.guide.urls")),
]

handler400 = "hearken.web.views.bad_request"
handler403 = "hearken.web.views.denied"
handler404 = "hearken.web.views.missing"
handler500 = "hearken.web.views.broken"
