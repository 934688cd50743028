package io.mailwright.peers;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recipients, in memory, and the templates, compiled once. A peer has no database to ask.
 * Thread-safe.
 */
record Mailing(
    List<Map<String, String>> recipients, Template subject, Template text, Template html) {
  static final String SENDER = "news@example.com";

  static Mailing read(String csv, String templates) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(csv));
    String[] columns = lines.get(0).split(",");
    List<Map<String, String>> recipients =
        lines.stream().skip(1).map(line -> recipient(columns, line.split(","))).toList();
    Handlebars handlebars = new Handlebars();
    Path folder = Path.of(templates);
    return new Mailing(
        recipients,
        handlebars.compileInline("Hello {{name}}"),
        handlebars.compileInline(Files.readString(folder.resolve("mail.txt"))),
        handlebars.compileInline(Files.readString(folder.resolve("mail.html"))));
  }

  private static Map<String, String> recipient(String[] columns, String[] values) {
    Map<String, String> recipient = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      recipient.put(columns[i], values[i]);
    }
    return recipient;
  }

  /** One of them; numbers beyond the last begin again. */
  Map<String, String> recipient(int number) {
    return recipients.get(number % recipients.size());
  }
}
