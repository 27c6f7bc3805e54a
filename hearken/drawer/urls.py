from django.urls import path

from . import lock_views, views

urlpatterns = [
    path("drawer", lock_views.drawer, name="drawer"),
    path("drawer/make", lock_views.make, name="drawer_make"),
    path("drawer/new", views.new, name="drawer_new"),
    path("drawer/here", lock_views.here, name="drawer_here"),
    path("drawer/lock", lock_views.lock, name="drawer_lock"),
    path("drawer/lock/passphrase", lock_views.passphrase, name="drawer_passphrase"),
    path("drawer/lock/code", lock_views.code, name="drawer_code"),
    path("drawer/code", lock_views.by_code, name="drawer_by_code"),
    path("drawer/empty", lock_views.empty, name="drawer_empty"),
    path("drawer/<str:kept>", views.thing, name="drawer_thing"),
    path("drawer/<str:kept>/edit", views.edit, name="drawer_edit"),
    path("drawer/<str:kept>/delete", views.delete, name="drawer_delete"),
]
