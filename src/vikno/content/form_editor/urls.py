"""Addresses of the e-form editor, under /editors/forms/."""

from django.urls import path

from vikno.content.form_editor.views import conditions, listing, outline, publishing, questions, steps, trial

app_name = "form_editor"
FORM = "<slug:code>/"
urlpatterns = [
    path("", listing.forms, name="list"),
    path("new/", listing.new, name="new"),
    path("new/json/", listing.bring_in, name="bring_in"),
    path("of/" + FORM, outline.outline, name="outline"),
    path("of/" + FORM + "begin/", outline.begin, name="begin"),
    path("of/" + FORM + "move/", outline.move, name="move"),
    path("of/" + FORM + "undo/", outline.undo, name="undo"),
    path("of/" + FORM + "discard/", outline.discard, name="discard"),
    path("of/" + FORM + "json/", listing.take_out, name="json"),
    path("of/" + FORM + "json/replace/", listing.replace, name="replace"),
    path("of/" + FORM + "title/", steps.settings, name="settings"),
    path("of/" + FORM + "steps/new/", steps.add, name="step_new"),
    path("of/" + FORM + "steps/ready/", steps.ready, name="ready"),
    path("of/" + FORM + "step/<slug:key>/", steps.edit, name="step"),
    path("of/" + FORM + "step/<slug:key>/remove/", steps.remove, name="step_remove"),
    path("of/" + FORM + "add/<slug:into>/", questions.choose, name="choose"),
    path("of/" + FORM + "add/<slug:into>/<slug:kind>/", questions.add, name="add"),
    path("of/" + FORM + "question/<slug:at>/", questions.edit, name="question"),
    path("of/" + FORM + "question/<slug:at>/kind/", questions.kind, name="kind"),
    path("of/" + FORM + "question/<slug:at>/duplicate/", questions.duplicate, name="duplicate"),
    path("of/" + FORM + "question/<slug:at>/move/", questions.move_to, name="move_to"),
    path("of/" + FORM + "question/<slug:at>/remove/", questions.remove, name="question_remove"),
    path("of/" + FORM + "question/<slug:at>/when/", conditions.when, name="when"),
    path("of/" + FORM + "question/<slug:at>/when/settle/", conditions.settle, name="settle"),
    path("of/" + FORM + "rules/new/", conditions.compare, name="rule_new"),
    path("of/" + FORM + "rules/new/when/", conditions.refuse_when, name="refuse_when"),
    path("of/" + FORM + "rules/<int:number>/", conditions.rule, name="rule"),
    path("of/" + FORM + "rules/<int:number>/when/", conditions.rule_when, name="rule_when"),
    path("of/" + FORM + "rules/<int:number>/settle/", conditions.rule_settle, name="rule_settle"),
    path("of/" + FORM + "rules/<int:number>/remove/", conditions.rule_remove, name="rule_remove"),
    path("of/" + FORM + "preview/", trial.preview, name="preview"),
    path("of/" + FORM + "trial/", trial.begin, name="trial_begin"),
    path("of/" + FORM + "trial/<slug:key>/", trial.trial, name="trial"),
    path("of/" + FORM + "publish/", publishing.publish, name="publish"),
    path("of/" + FORM + "versions/", publishing.versions, name="versions"),
    path("of/" + FORM + "versions/compare/", publishing.compare, name="compare"),
    path("of/" + FORM + "retire/", publishing.retire, name="retire"),
    path("of/" + FORM + "services/", publishing.services, name="services"),
]
