package io.mailwright.content.render;

import java.util.OptionalInt;

/**
 * One recipient's mail could not be rendered. It says nothing about other recipients: the batch
 * skips this one and records why. The message holds no value of the contact.
 */
public final class RenderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String template;
  private final TemplatePart part;
  private final int line;
  private final String reason;

  /**
   * @param template the template's name
   * @param part where it happened
   * @param line the line in that part, from 1; 0 when unknown
   * @param reason what happened and what to do, in English
   */
  public RenderFailure(String template, TemplatePart part, int line, String reason) {
    super(
        "Template \""
            + template
            + "\", "
            + part.field()
            + (line > 0 ? ", line " + line : "")
            + ": "
            + reason);
    this.template = template;
    this.part = part;
    this.line = line;
    this.reason = reason;
  }

  /** The template's name. */
  public String template() {
    return template;
  }

  /** The part in which it happened. */
  public TemplatePart part() {
    return part;
  }

  /** The line in that part, from 1, where known. */
  public OptionalInt line() {
    return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
  }

  /** What happened and what to do, without the place. */
  public String reason() {
    return reason;
  }
}
