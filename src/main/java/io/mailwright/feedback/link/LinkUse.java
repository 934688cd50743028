package io.mailwright.feedback.link;

/** What a token is for; it is worth nothing for anything else. */
public enum LinkUse {
  UNSUBSCRIBE(1),
  CLICK(2),
  OPEN(3);

  private final byte code;

  LinkUse(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
