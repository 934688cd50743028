package io.mailwright.smtp.mailbox;

/** How far the opening of a mailbox is. */
final class Step {
  private String name = "connect";

  void at(String next) {
    name = next;
  }

  /** {@code connect}, {@code tls}, {@code login} or {@code folder}. */
  String name() {
    return name;
  }
}
