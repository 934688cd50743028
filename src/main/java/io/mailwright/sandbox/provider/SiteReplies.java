package io.mailwright.sandbox.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The words with which a provider says what it decided. In them {@code {source}}, {@code
 * {recipient}} and {@code {seconds}}, the time after which to come again, are filled in. Immutable.
 */
public final class SiteReplies {
  private static final String FILE = "replies.properties";
  private static final Pattern LINE = Pattern.compile("[245]\\d\\d [ -~]+");
  private static final Properties BUILT_IN = builtIn();

  private final Map<SiteVerdict, String> lines;

  private SiteReplies(Map<SiteVerdict, String> lines) {
    this.lines = lines;
  }

  /**
   * The words of a kind of provider.
   *
   * @param style {@code gmail}, {@code outlook}, {@code yahoo}, {@code qq}, {@code netease}, {@code
   *     ses} or {@code plain}
   * @throws IllegalArgumentException for any other
   */
  public static SiteReplies styled(String style) {
    Map<SiteVerdict, String> lines = new EnumMap<>(SiteVerdict.class);
    for (SiteVerdict verdict : SiteVerdict.values()) {
      String line = BUILT_IN.getProperty(style + "." + verdict.word());
      if (line != null) {
        lines.put(verdict, line);
      } else if (verdict != SiteVerdict.DEAD) {
        throw new IllegalArgumentException(
            "\"" + style + "\" is no style; there are " + String.join(", ", styles()));
      }
    }
    return new SiteReplies(lines);
  }

  /** The styles there are, in the order of the alphabet. */
  public static Iterable<String> styles() {
    TreeSet<String> styles = new TreeSet<>();
    BUILT_IN
        .stringPropertyNames()
        .forEach(name -> styles.add(name.substring(0, name.indexOf('.'))));
    return styles;
  }

  /**
   * Other words for one verdict.
   *
   * @param line code and text, {@code 450 4.7.0 Try again in {seconds} seconds}; 421 ends the
   *     connection
   */
  public SiteReplies with(SiteVerdict verdict, String line) {
    if (verdict == SiteVerdict.DEAD) {
      throw new IllegalArgumentException("a dead site says nothing");
    }
    if (!LINE.matcher(line).matches()
        || line.startsWith("2") != (verdict == SiteVerdict.ACCEPTED)) {
      throw new IllegalArgumentException(
          "\"" + line + "\" is no reply for " + verdict.word() + "; write code and text in ASCII");
    }
    Map<SiteVerdict, String> changed = new EnumMap<>(lines);
    changed.put(verdict, line);
    return new SiteReplies(changed);
  }

  /** The reply code. */
  int code(SiteVerdict verdict) {
    return Integer.parseInt(lines.get(verdict), 0, 3, 10);
  }

  /** The text after the code, filled in. */
  String text(SiteVerdict verdict, String source, String recipient, long seconds) {
    String text = lines.get(verdict).substring(4);
    return text.indexOf('{') < 0
        ? text
        : text.replace("{source}", source)
            .replace("{recipient}", recipient)
            .replace("{seconds}", Long.toString(seconds));
  }

  private static Properties builtIn() {
    Properties lines = new Properties();
    try (InputStream in = SiteReplies.class.getResourceAsStream(FILE)) {
      lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The product's own " + FILE + " cannot be read", e);
    }
    return lines;
  }
}
