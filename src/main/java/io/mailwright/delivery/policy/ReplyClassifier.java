package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.SmtpReply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells what a refusing reply is about, by a table of rules: the first that fits wins. Immutable.
 *
 * <p>A rule is a line of four columns separated by white space: meaning, enhanced status, code, and
 * a regular expression that runs to the end of the line and is looked for in the lower-cased text.
 * {@code *} fits anything; {@code x} in a status fits any number there, {@code y} and {@code z} in
 * a code any digit. A line that begins with {@code #} is a comment.
 */
public final class ReplyClassifier {
  private static final String STANDARD = "reply-rules.txt";

  private final List<Rule> rules;

  private ReplyClassifier(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The rules that come with the product. */
  public static ReplyClassifier standard() {
    try (InputStream in = ReplyClassifier.class.getResourceAsStream(STANDARD)) {
      if (in == null) {
        throw new IllegalStateException(STANDARD + " is missing from the product");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads rules.
   *
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if a line is not a rule; names the line
   */
  public static ReplyClassifier read(Reader source) throws IOException {
    BufferedReader lines = new BufferedReader(source);
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        rules.add(Rule.parse(line, number));
      }
    }
    return new ReplyClassifier(rules);
  }

  /** What the reply is about; {@link ReplyMeaning#UNKNOWN} if no rule fits. */
  public ReplyMeaning classify(SmtpReply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    return rules.stream()
        .filter(r -> r.fits(reply, text))
        .map(Rule::meaning)
        .findFirst()
        .orElse(ReplyMeaning.UNKNOWN);
  }

  private record Rule(ReplyMeaning meaning, Pattern status, Pattern code, Pattern text) {
    private static final Pattern ANY = Pattern.compile("");

    static Rule parse(String line, int number) {
      String[] columns = line.strip().split("\\s+", 4);
      try {
        if (columns.length != 4) {
          throw new IllegalArgumentException("four columns are needed");
        }
        return new Rule(
            ReplyMeaning.valueOf(columns[0]),
            pattern(columns[1].replace(".", "\\.").replace("x", "\\d+")),
            pattern(columns[2].replace("y", "\\d").replace("z", "\\d")),
            pattern(columns[3]));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "reply rule in line " + number + ": " + e.getMessage(), e);
      }
    }

    private static Pattern pattern(String column) {
      return column.equals("*") ? ANY : Pattern.compile(column);
    }

    boolean fits(SmtpReply reply, String lowerCaseText) {
      return (status == ANY
              || reply.status().filter(s -> status.matcher(s.toString()).matches()).isPresent())
          && (code == ANY || code.matcher(Integer.toString(reply.code())).matches())
          && (text == ANY || text.matcher(lowerCaseText).find());
    }
  }
}
