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
import java.util.function.Predicate;

/**
 * Tells why a mail was refused, by a table of rules: the first that fits wins. The same table
 * serves replies given to us and those that a notice tells of. Immutable.
 *
 * <p>A rule is a line of four columns separated by white space: reason, enhanced status, code, and
 * a regular expression that runs to the end of the line and is looked for in the {@link
 * PlainWords}. {@code *} fits anything; {@code x} in a status fits any number there, {@code y} and
 * {@code z} in a code any digit, and a code that ends in {@code ?} fits also where there is none. A
 * line that begins with {@code #} is a comment. {@code docs/feedback.md} tells more.
 */
public final class ReplyClassifier {
  private static final String STANDARD = "reply-rules.txt";

  private final List<ReplyRule> rules;
  private final List<ReplyRule> saidAtRcpt;

  private ReplyClassifier(List<ReplyRule> all) {
    this.rules = all.stream().filter(r -> r.reason().isPresent()).toList();
    this.saidAtRcpt = all.stream().filter(r -> r.reason().isEmpty()).toList();
  }

  /** The rules that come with the product. */
  public static ReplyClassifier standard() {
    try (InputStream in = ReplyClassifier.class.getResourceAsStream(STANDARD)) {
      if (in == null) {
        throw new IllegalStateException(STANDARD + " is missing from the product");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8), STANDARD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads rules.
   *
   * @param name of the source, for people
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if a line is not a rule; names the line
   */
  public static ReplyClassifier read(Reader source, String name) throws IOException {
    BufferedReader lines = new BufferedReader(source);
    List<ReplyRule> rules = new ArrayList<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        rules.add(ReplyRule.parse(line, name + " line " + number));
      }
    }
    return new ReplyClassifier(rules);
  }

  /** These rules, and where none of them fits, the others. */
  public ReplyClassifier before(ReplyClassifier others) {
    List<ReplyRule> all = new ArrayList<>(saidAtRcpt);
    all.addAll(others.saidAtRcpt);
    all.addAll(rules);
    all.addAll(others.rules);
    return new ReplyClassifier(all);
  }

  /** What the reply is about; {@link ReplyMeaning#UNKNOWN} if no rule fits. */
  public ReplyMeaning classify(SmtpReply reply) {
    return judge(Refusal.of(reply)).reason().meaning();
  }

  /** Why the mail was refused; {@link RefusalReason#UNKNOWN} if no rule fits. */
  public Ruling judge(Refusal refusal) {
    ReplyRule.Said said = ReplyRule.Said.of(refusal);
    for (ReplyRule rule : rules) {
      if (rule.fits(refusal, said)) {
        return rule.ruling(refusal.place());
      }
    }
    return Ruling.NONE;
  }

  /** Whether such words of a notice are found only where the server spoke in answer to RCPT. */
  public boolean isSaidAtRcpt(Refusal refusal) {
    ReplyRule.Said said = ReplyRule.Said.of(refusal);
    Predicate<ReplyRule> fits = rule -> rule.fits(refusal, said);
    return saidAtRcpt.stream().anyMatch(fits);
  }
}
