package io.mailwright.operations.notice;

/** A way by which a notice leaves the console. */
public enum Channel {
  MAIL,
  WEBHOOK
}
