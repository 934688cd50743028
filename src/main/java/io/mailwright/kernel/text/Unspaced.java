package io.mailwright.kernel.text;

/** The scripts of East Asia, which put no space between a word or an address and the next. */
public final class Unspaced {
  private static final char FIRST = '\u2E80';

  private Unspaced() {}

  /** Whether it is a letter or a sign of them. */
  public static boolean is(char c) {
    return c >= FIRST && !Character.isSurrogate(c);
  }
}
