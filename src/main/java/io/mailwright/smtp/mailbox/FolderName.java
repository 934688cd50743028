package io.mailwright.smtp.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Names of folders in the modified UTF-7 of RFC 3501 section 5.1.3. */
final class FolderName {
  private FolderName() {}

  static String encode(String name) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < name.length()) {
      char c = name.charAt(i);
      if (isPlain(c)) {
        out.append(c == '&' ? "&-" : String.valueOf(c));
        i++;
      } else {
        int end = i;
        while (end < name.length() && !isPlain(name.charAt(end))) {
          end++;
        }
        byte[] units = name.substring(i, end).getBytes(StandardCharsets.UTF_16BE);
        out.append('&')
            .append(Base64.getEncoder().withoutPadding().encodeToString(units).replace('/', ','))
            .append('-');
        i = end;
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~';
  }
}
