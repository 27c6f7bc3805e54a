"""Addresses of the private questions. None holds an id, and an answer travels in none of them."""

from django.urls import path

from . import views

urlpatterns = [
    path("for-us", views.for_us, name="for_us"),
    path("further", views.further, name="further"),
    path("check", views.check, name="check"),
    path("check/go", views.go, name="check_go"),
]
