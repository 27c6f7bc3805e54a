"""Addresses of passkeys, codes and the list of factors. Included by urls.py."""

from django.urls import path

from . import factor_views, passkey_views

urlpatterns = [
    path("account/passkeys/new", passkey_views.passkey_new, name="passkey_new"),
    path("account/passkeys/new/begin", passkey_views.passkey_begin, name="passkey_begin"),
    path("account/passkeys/new/done", passkey_views.passkey_add, name="passkey_add"),
    path("account/passkeys/in/begin", passkey_views.passkey_in_begin, name="passkey_in_begin"),
    path("account/passkeys/in/done", passkey_views.passkey_in, name="passkey_in"),
    path("account/passkeys/again/begin", passkey_views.passkey_again_begin, name="passkey_again_begin"),
    path("account/passkeys/again/done", passkey_views.passkey_again, name="passkey_again"),
    path("account/codes", factor_views.printed, name="codes"),
    path("account/codes/app", factor_views.app, name="code_app"),
    path("account/in/code", factor_views.second, name="second"),
    path("account/factors", factor_views.overview, name="factors"),
    path("account/factors/<str:handle>/remove", factor_views.remove, name="factor_remove"),
    path("account/factors/<str:handle>/keep", factor_views.keep, name="factor_keep"),
]
