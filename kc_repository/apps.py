from django.apps import AppConfig


class RepositoryConfig(AppConfig):
    name = "kc_repository"
