package io.mailwright.console.audience;

import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.console.FormFields;
import java.io.Serializable;
import java.util.Optional;

/** A suppression that was removed, as a page carries it until somebody thinks better of it. */
record Undo(String email, long listId, String reason, String source, String note, String evidence)
    implements Serializable {
  static Undo of(SuppressionDraft draft) {
    return new Undo(
        draft.emailKey(),
        draft.listId(),
        draft.reason().name(),
        draft.source(),
        draft.note().orElse(""),
        draft.evidence().orElse(""));
  }

  void fill(FormFields form) {
    form.put("undo.email", email)
        .put("undo.listId", Long.toString(listId))
        .put("undo.reason", reason)
        .put("undo.source", source)
        .put("undo.note", note)
        .put("undo.evidence", evidence);
  }

  static SuppressionDraft draft(FormFields form) {
    return new SuppressionDraft(
        form.address("undo.email").key(),
        form.number("undo.listId", 0, Long.MAX_VALUE),
        SuppressionReason.valueOf(form.text("undo.reason")),
        form.text("undo.source"),
        form.optional("undo.note"),
        Optional.of(form.text("undo.evidence")).filter(e -> !e.isEmpty()));
  }
}
