package io.mailwright.operations.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as far as it is wanted (RFC 9112): its status and the beginning of its body.
 *
 * @param status 200 to 599
 * @param body in UTF-8
 */
public record HookAnswer(int status, String body) {
  private static final int MOST_HEADER = 16_384;
  private static final int LEAST_FINAL = 200;
  private static final int HEXADECIMAL = 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])(?: .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \\t]*;.*)?");

  /** Of the final answer: those of 100 to 199 only go before it. The rest stays unread. */
  static int status(InputStream in) throws IOException {
    return status(new BoundedLines(in, MOST_HEADER));
  }

  private static int status(BoundedLines lines) throws IOException {
    while (true) {
      Matcher status = STATUS.matcher(lines.next());
      if (!status.matches()) {
        throw new IOException("the answer is no HTTP");
      }
      int code = Integer.parseInt(status.group(1));
      if (code >= LEAST_FINAL) {
        return code;
      }
      while (!lines.next().isEmpty()) {
        // The header of an answer that is not the last is of no use.
      }
    }
  }

  /**
   * Reads it with its body.
   *
   * @param most octets of the body; a larger one is refused
   */
  static HookAnswer read(InputStream in, int most) throws IOException {
    BoundedLines lines = new BoundedLines(in, MOST_HEADER);
    int status = status(lines);
    String length = "";
    boolean isChunked = false;
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      String field = line.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        length = field.substring(field.indexOf(':') + 1).strip();
      } else if (field.startsWith("transfer-encoding:")) {
        isChunked = field.endsWith("chunked");
      }
    }
    byte[] body =
        isChunked
            ? chunks(in, lines, most)
            : LENGTH.matcher(length).matches()
                ? in.readNBytes(bounded(Integer.parseInt(length), most))
                : in.readNBytes(most + 1);
    bounded(body.length, most);
    return new HookAnswer(status, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in, BoundedLines lines, int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Matcher size = CHUNK.matcher(lines.next());
      if (!size.matches()) {
        throw new IOException("the answer is no HTTP");
      }
      int octets = Integer.parseInt(size.group(1), HEXADECIMAL);
      if (octets == 0) {
        return body.toByteArray();
      }
      body.write(in.readNBytes(bounded(octets, most - body.size())));
      lines.next();
    }
  }

  private static int bounded(int octets, int most) throws IOException {
    if (octets > most) {
      throw new IOException("the answer is too large");
    }
    return octets;
  }
}
