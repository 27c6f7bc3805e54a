"""Addresses of the finder."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
