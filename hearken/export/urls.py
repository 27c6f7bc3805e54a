from django.urls import path

from . import views, views_checks

urlpatterns = [
    path("along", views.along, name="along"),
    path("along/words", views.words, name="along_words"),
    path("along/checks", views_checks.checks, name="along_checks"),
    path("along/<str:ticket>", views.take, name="take_along"),
]
