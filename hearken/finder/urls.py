"""Addresses of the finder."""

from django.urls import path

from . import listing_views, shelf_views, suggest_views, views

urlpatterns = [
    path("find", views.find, name="find"),
    path("find/nearest", views.nearest, name="find_nearest"),
    path("find/add", listing_views.add, name="listing_add"),
    path("find/compare", shelf_views.compare, name="compare"),
    path("find/at/<str:key>", listing_views.listing, name="listing"),
    path("find/at/<str:key>/save", shelf_views.save, name="save"),
    path("find/at/<str:key>/unsave", shelf_views.unsave, name="unsave"),
    path("find/at/<str:key>/note", shelf_views.note, name="listing_note"),
    path("find/at/<str:key>/hide", shelf_views.hide, name="hide"),
    path("find/at/<str:key>/wrong", listing_views.wrong, name="listing_wrong"),
    path("saved", shelf_views.saved, name="saved"),
    path("saved/print", shelf_views.saved_print, name="saved_print"),
    path("suggestions", suggest_views.suggestions, name="suggestions"),
    path("suggestions/answers", suggest_views.intake, name="intake"),
]
