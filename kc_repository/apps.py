from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RepositoryConfig(AppConfig):
    name = "kc_repository"

    def ready(self) -> None:
        from kc_repository.accounts.roles import grant_permissions  # noqa: PLC0415 - models are ready only now

        post_migrate.connect(grant_permissions, dispatch_uid="kc_repository.grant_permissions")
