package io.mailwright.audience.intake;

import java.nio.charset.Charset;

/** How a file of recipients is written. */
public sealed interface FileFormat {
  /**
   * Separated values.
   *
   * @param charset the encoding
   * @param markLength bytes of the byte order mark, 0 if there is none
   * @param separator one of comma, semicolon, tab and vertical bar
   */
  record Csv(Charset charset, int markLength, char separator) implements FileFormat {}

  /** The first sheet of an Excel file. */
  record Sheet(String name) implements FileFormat {}
}
