"""The catalogue's tables: publications, who made them, what they are about, their files and their history."""

from catalogue.models.authorities import Organisation, Person
from catalogue.models.citing import CitedReference
from catalogue.models.files import PageText, PublicationFile, StoredFile
from catalogue.models.history import Revision
from catalogue.models.publication import (
    Contribution,
    FormerAddress,
    FormerKey,
    Identifier,
    LocalisedText,
    Publication,
    Relation,
    State,
)
from catalogue.models.vocabularies import Programme, Series, Theme, Topic

__all__ = [
    "CitedReference",
    "Contribution",
    "FormerAddress",
    "FormerKey",
    "Identifier",
    "LocalisedText",
    "Organisation",
    "PageText",
    "Person",
    "Programme",
    "Publication",
    "PublicationFile",
    "Relation",
    "Revision",
    "Series",
    "State",
    "StoredFile",
    "Theme",
    "Topic",
]
