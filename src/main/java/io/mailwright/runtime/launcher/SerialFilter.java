package io.mailwright.runtime.launcher;

/**
 * What this process ever reads from Java serialisation, as a filter of the JDK ({@code
 * jdk.serialFilter}, JEP 290). The batch runtime reads checkpoints from the database without a
 * filter of its own, so whoever can write there could otherwise run code here.
 */
final class SerialFilter {
  /** The JDK's property. */
  static final String PROPERTY = "jdk.serialFilter";

  /**
   * Allowed: the JDK's own values, batch checkpoints and partitions, our own types; with limits on
   * depth, references, array length and bytes. All else is refused.
   */
  static final String PATTERN =
      "maxdepth=64;maxrefs=1000000;maxarray=1000000;maxbytes=67108864;"
          + "java.base/*;java.sql/*;java.management/*;java.rmi/*;"
          + "jakarta.batch.**;org.jberet.**;io.mailwright.**;!*";

  private SerialFilter() {}
}
