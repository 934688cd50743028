package io.mailwright.content.render;

/** A rendering ran over one of its limits; always turned into a {@link RenderFailure}. */
final class LimitExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitExceeded(String reason) {
    super(reason, null, false, false);
  }
}
