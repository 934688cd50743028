package io.mailwright.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is sent to whom, the same for all who are measured: about 4 KiB in two parts with 17 places
 * to fill. Plain ASCII, so that nobody gains by an encoding.
 */
final class Mailing {
  /** Where the texts are. */
  static final Path TEMPLATES = Path.of("src", "bench", "mail");

  private static final String[] FIRST_NAMES = {
    "Ada", "Bruno", "Clara", "Dario", "Elsa", "Felix", "Greta", "Hugo", "Irma", "Jonas"
  };
  private static final String[] CITIES = {
    "Aarhus", "Bergen", "Cork", "Delft", "Exeter", "Fulda", "Graz"
  };
  private static final int SITES = 200;

  private Mailing() {}

  /** The template as the API takes it. */
  static String template() throws IOException {
    return Json.createObjectBuilder()
        .add("name", "bench")
        .add("subject", "Hello {{name}}")
        .add("html", Files.readString(TEMPLATES.resolve("mail.html")))
        .add("text", Files.readString(TEMPLATES.resolve("mail.txt")))
        .build()
        .toString();
  }

  /** Writes recipients spread over many sites. */
  static Path recipients(Path file, int count) throws IOException {
    return recipients(file, count, SITES);
  }

  /** Writes recipients as a CSV file. */
  static Path recipients(Path file, int count, int sites) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          "email,name,company,city,customer,since,points,until,code,"
              + "item1,price1,item2,price2,item3,price3\n");
      for (int i = 0; i < count; i++) {
        out.write(
            "r%d@site%d.example,%s %d,House of Things,%s,C%d,%d,%d,31 March,K%x,T%d,%d.90,T%d,%d.50,T%d,%d.20%n"
                .formatted(
                    i,
                    i % sites,
                    FIRST_NAMES[i % FIRST_NAMES.length],
                    i,
                    CITIES[i % CITIES.length],
                    1_000_000 + i,
                    1990 + i % 34,
                    i * 37L % 5000,
                    i * 7919L,
                    i % 1000,
                    5 + i % 90,
                    (i + 7) % 1000,
                    6 + i % 70,
                    (i + 13) % 1000,
                    7 + i % 50));
      }
    }
    return file;
  }
}
