"""Addresses of the guide."""

from django.urls import path

from . import views

urlpatterns = [
    path("guide", views.guide, name="guide"),
    path("guide/<str:slug>", views.page, name="guide_page"),
]
