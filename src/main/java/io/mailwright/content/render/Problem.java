package io.mailwright.content.render;

import io.mailwright.kernel.text.Wording;

/**
 * Something wrong, or worth a look, in a template.
 *
 * @param kind what it is, with its severity and stable code
 * @param part the part it stands in
 * @param line from 1; 0 where it concerns the part as a whole
 * @param column from 1, in UTF-16 units; 0 where it concerns the part as a whole
 * @param message what is wrong and what to do, in both languages
 */
public record Problem(ProblemKind kind, TemplatePart part, int line, int column, Wording message) {

  /** A problem at one place. */
  public static Problem at(
      ProblemKind kind, TemplatePart part, int line, int column, Object... what) {
    return new Problem(kind, part, line, column, kind.message(what));
  }

  /** A problem of a part as a whole. */
  public static Problem of(ProblemKind kind, TemplatePart part, Object... what) {
    return at(kind, part, 0, 0, what);
  }

  /** Whether the template cannot be sent with it. */
  public boolean isError() {
    return kind.severity() == Severity.ERROR;
  }
}
