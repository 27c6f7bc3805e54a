from django.urls import path

from . import keeping, shapes, views

urlpatterns = [
    path("start", views.Start.as_view(), name="start"),
    path("join", views.Join.as_view(), name="join"),
    path("return", views.Return.as_view(), name="return"),
    path("r/<str:handle>", views.room, name="room"),
    path("r/<str:handle>/both", shapes.both, name="both"),
    path("r/<str:handle>/sit", shapes.sit, name="sit"),
    path("r/<str:handle>/phone", shapes.phone, name="phone"),
    path("r/<str:handle>/here", shapes.here, name="here"),
    path("r/<str:handle>/keep", keeping.keep_side, name="keep_side"),
    path("r/<str:handle>/code", views.code, name="code"),
    path("r/<str:handle>/confirm", views.confirm, name="confirm"),
    path("r/<str:handle>/lock", views.lock, name="lock"),
    path("r/<str:handle>/ticket", views.ticket, name="ticket"),
    path("r/<str:handle>/frames", views.frames_by_post, name="frames"),
]
