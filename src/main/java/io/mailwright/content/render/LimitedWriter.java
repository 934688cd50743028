package io.mailwright.content.render;

import java.io.Writer;

/**
 * Collects output in memory and stops at the limit, before the text that would exceed it is kept.
 */
final class LimitedWriter extends Writer {
  private final StringBuilder out;
  private final int limit;

  LimitedWriter(int limit, int expected) {
    this.limit = limit;
    this.out = new StringBuilder(Math.min(limit, expected));
  }

  @Override
  public void write(int c) {
    need(1);
    out.append((char) c);
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    need(length);
    out.append(chars, offset, length);
  }

  @Override
  public void write(String text, int offset, int length) {
    need(length);
    out.append(text, offset, offset + length);
  }

  @Override
  public Writer append(CharSequence text) {
    need(text.length());
    out.append(text);
    return this;
  }

  private void need(int length) {
    if (length > limit - out.length()) {
      throw new LimitExceeded(
          "it becomes longer than " + limit + " characters. Shorten the template or the values.");
    }
  }

  CharSequence content() {
    return out;
  }

  /** Nothing to flush: this is memory. */
  @Override
  public void flush() {}

  /** Nothing to close: this is memory. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return out.toString();
  }
}
