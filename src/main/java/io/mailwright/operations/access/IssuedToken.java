package io.mailwright.operations.access;

/**
 * A token at the one moment when its text is known.
 *
 * @param token what is stored
 * @param text what its bearer sends; never stored, never logged
 */
public record IssuedToken(ApiToken token, String text) {
  /** Never the text. */
  @Override
  public String toString() {
    return "IssuedToken[" + token.id() + "]";
  }
}
