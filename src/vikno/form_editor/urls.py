"""Addresses of the e-form editor, under /editors/forms/."""

from django.urls import path

from vikno.form_editor.views import conditions, form_list, outline, publication, questions, rules, steps, trial

app_name = "form_editor"
FORM = "<slug:code>/"
urlpatterns = [
    path("", form_list.form_list, name="list"),
    path("new/", form_list.new_form, name="new"),
    path("new/json/", form_list.import_json, name="bring_in"),
    path("of/" + FORM, outline.outline, name="outline"),
    path("of/" + FORM + "begin/", outline.begin_version, name="begin"),
    path("of/" + FORM + "move/", outline.move, name="move"),
    path("of/" + FORM + "undo/", outline.undo, name="undo"),
    path("of/" + FORM + "discard/", outline.discard, name="discard"),
    path("of/" + FORM + "json/", form_list.export_json, name="json"),
    path("of/" + FORM + "json/replace/", form_list.replace_with_json, name="replace"),
    path("of/" + FORM + "title/", steps.edit_settings, name="settings"),
    path("of/" + FORM + "steps/new/", steps.add, name="step_new"),
    path("of/" + FORM + "steps/ready/", steps.add_ready_step, name="ready"),
    path("of/" + FORM + "step/<slug:key>/", steps.edit, name="step"),
    path("of/" + FORM + "step/<slug:key>/remove/", steps.remove, name="step_remove"),
    path("of/" + FORM + "add/<slug:into>/", questions.choose_kind, name="choose"),
    path("of/" + FORM + "add/<slug:into>/<slug:kind>/", questions.add, name="add"),
    path("of/" + FORM + "question/<slug:at>/", questions.edit, name="question"),
    path("of/" + FORM + "question/<slug:at>/kind/", questions.change_kind, name="kind"),
    path("of/" + FORM + "question/<slug:at>/duplicate/", questions.duplicate, name="duplicate"),
    path("of/" + FORM + "question/<slug:at>/move/", questions.move_to_step, name="move_to"),
    path("of/" + FORM + "question/<slug:at>/remove/", questions.remove, name="question_remove"),
    path("of/" + FORM + "question/<slug:at>/when/", conditions.add_question_condition, name="when"),
    path("of/" + FORM + "question/<slug:at>/when/settle/", conditions.change_question_condition, name="settle"),
    path("of/" + FORM + "rules/new/", rules.add_comparison_rule, name="rule_new"),
    path("of/" + FORM + "rules/new/when/", rules.add_condition_rule, name="refuse_when"),
    path("of/" + FORM + "rules/<int:number>/", rules.edit_rule, name="rule"),
    path("of/" + FORM + "rules/<int:number>/when/", conditions.add_rule_condition, name="rule_when"),
    path("of/" + FORM + "rules/<int:number>/settle/", conditions.change_rule_condition, name="rule_settle"),
    path("of/" + FORM + "rules/<int:number>/remove/", rules.remove_rule, name="rule_remove"),
    path("of/" + FORM + "preview/", trial.preview, name="preview"),
    path("of/" + FORM + "trial/", trial.begin_trial, name="trial_begin"),
    path("of/" + FORM + "trial/<slug:key>/", trial.trial, name="trial"),
    path("of/" + FORM + "publish/", publication.publish, name="publish"),
    path("of/" + FORM + "versions/", publication.versions, name="versions"),
    path("of/" + FORM + "versions/compare/", publication.compare_versions, name="compare"),
    path("of/" + FORM + "retire/", publication.retire, name="retire"),
    path("of/" + FORM + "services/", publication.services, name="services"),
]
