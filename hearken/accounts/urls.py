from django.urls import include, path

from . import account_views, views

urlpatterns = [
    path("account/new", views.sign_up, name="sign_up"),
    path("account/in", views.sign_in, name="sign_in"),
    path("account/again", views.prove, name="prove"),
    path("account/reset", views.reset, name="reset"),
    path("account/out", views.sign_out, name="sign_out"),
    path("account/lock", views.lock, name="account_lock"),
    path("account", account_views.account, name="account"),
    path("account/devices/end", account_views.devices_end, name="devices_end"),
    path("account/passphrase", account_views.passphrase, name="passphrase"),
    path("", include("hearken.accounts.factor_urls")),
]
