from django.urls import path

from hearken.couples.models import Tie

from . import views, views_inviting, views_leaving, views_own_part, views_pairing, views_sharing

urlpatterns = [
    path("mine", views.mine, name="mine"),
    path("mine/new", views.note_new, name="note_new"),
    path("mine/therapist", views_sharing.therapists, name="therapists"),
    path("mine/therapist/ask", views_pairing.ask, {"tie": Tie.THERAPIST}, name="ask_therapist"),
    path("mine/therapist/<str:link>/end", views_sharing.end_link, name="end_link"),
    path("mine/dialogues/<str:handle>/open", views.open_dialogue, name="open_dialogue"),
    path("mine/<str:item>", views.note, name="note"),
    path("mine/<str:item>/edit", views.note_edit, name="note_edit"),
    path("mine/<str:item>/delete", views.note_delete, name="note_delete"),
    path("mine/<str:item>/audience", views_sharing.audience, name="audience"),
    path("clients", views_sharing.clients, name="clients"),
    path("ours", views_pairing.ours, name="ours"),
    path("ours/begin", views_pairing.begin_together, name="begin_together"),
    path("ours/ask", views_pairing.ask, {"tie": Tie.COUPLE}, name="ask"),
    path("ours/invite", views_inviting.invite, name="invite"),
    path("ours/code", views_pairing.answer, name="answer"),
    path("ours/leave", views_leaving.leave_space, name="leave_space"),
    path("ours/with/<str:approach>", views_pairing.approach, name="approach"),
    path("ours/with/<str:approach>/end", views_pairing.withdraw, name="withdraw"),
    path("ours/with/<str:approach>/reminded", views_inviting.reminded, name="reminded"),
    path("ours/<str:share>", views_sharing.readable, name="readable"),
    path("with/<str:secret>", views_inviting.invitation, name="invitation"),
    path("with/<str:secret>/look", views_inviting.look, name="invitation_look"),
    path("with/<str:secret>/in", views_inviting.come_in, name="come_in"),
    path("own-part", views_own_part.own_part, name="own_part"),
    path("not-now", views_own_part.not_now, name="not_now"),
    path("account/erase", views_leaving.erase, name="erase"),
    path("account/erased", views_leaving.erased, name="erased"),
]
