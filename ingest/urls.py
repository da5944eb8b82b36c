"""Addresses of the staff's pages, and of the pictures of pages."""

from django.urls import path

from ingest import pictures
from ingest.views import doubles, life, poor_texts, records, review, submissions, upload, words

_PAGE = "publications/<int:publication_id>/pages/<int:number>"

urlpatterns = [
    path("upload/", upload.upload, name="upload"),
    path("upload/pieces/", upload.begin, name="upload-begin"),
    path("upload/pieces/<str:upload_id>/", upload.piece, name="upload-piece"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/changes/", submissions.queue_changes, name="queue-changes"),
    path("submissions/<int:submission_id>/", review.review, name="review"),
    path("submissions/<int:submission_id>/draft/", review.save_by_itself, name="save-draft"),
    path("submissions/<int:submission_id>/publish/", review.publish_at_once, name="publish-at-once"),
    path("submissions/<int:submission_id>/undo/", review.undo_publishing, name="undo-publishing"),
    path("submissions/<int:submission_id>/read-again/", submissions.read_again, name="read-again"),
    path("submissions/<int:submission_id>/fill-in/", submissions.fill_in, name="fill-in"),
    path("submissions/<int:submission_id>/put-away/", submissions.put_away, name="put-away"),
    path("records/", records.records, name="records"),
    path("poor-texts/", poor_texts.poor_texts, name="poor-texts"),
    path("poor-texts/<str:sha256>/recognise/", poor_texts.recognise_again, name="recognise-again"),
    path("publications/<int:publication_id>/edit/", review.edit, name="edit"),
    path("publications/<int:publication_id>/preview/", review.preview, name="record-preview"),
    path("publications/<int:publication_id>/life/", life.life, name="life"),
    path("publications/<int:publication_id>/life/files/", life.add_file, name="add-file"),
    path("publications/<int:publication_id>/life/compare/", life.compare, name="compare"),
    path("publications/<int:publication_id>/life/<int:number>/restore/", life.restore, name="restore"),
    path("publications/<int:publication_id>/beside/<int:other_id>/", doubles.compare_doubles, name="compare-doubles"),
    path("publications/<int:publication_id>/beside/", review.page_beside, name="page-beside"),
    path("publications/<int:publication_id>/cover.webp", pictures.cover_picture, name="cover-picture"),
    path(f"{_PAGE}.webp", pictures.page_picture, name="page-picture"),
    path(f"{_PAGE}/boxes.svg", pictures.page_boxes, name="page-boxes"),
    path(f"{_PAGE}/words.json", words.page_words, name="page-words"),
]
