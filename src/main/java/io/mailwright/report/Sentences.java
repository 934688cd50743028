package io.mailwright.report;

import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.campaign.CampaignState;
import io.mailwright.kernel.address.AddressRefusal;
import io.mailwright.kernel.error.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says for people what the stages keep and answer: why a campaign waits, why a mail failed, what
 * was refused. Such a sentence is stored once, in English and with a few codes in it, and read by
 * people of both languages, so it is reworded when it is shown, by its fixed words. What nobody
 * reworded stays as it is, and so do the words of servers and people in it. Immutable and
 * thread-safe.
 */
public final class Sentences {
  /** Beside this class. */
  static final String CHINESE = "sentences_zh.txt";

  private static final Pattern GAP = Pattern.compile("\\{(\\d)}");

  /**
   * One sentence.
   *
   * @param english its fixed words, with gaps that match anything
   * @param gaps the number of each gap, in the order of the English
   * @param said what is said for it, with the same gaps in braces
   */
  private record Sentence(Pattern english, List<Integer> gaps, String said) {}

  private final List<Sentence> sentences = new ArrayList<>();
  private final String colon;

  private Sentences(String colon) {
    this.colon = colon;
  }

  /** Those of the product in English: only what is kept as a code needs other words. */
  public static Sentences english() {
    Sentences read = new Sentences(": ");
    for (SuppressionReason reason : SuppressionReason.values()) {
      read.add(reason, "suppressed: " + reason.wording().english());
    }
    return read;
  }

  /** Those of the product in Chinese. */
  public static Sentences chinese() {
    Sentences read = new Sentences("：");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Sentences.class.getResourceAsStream(CHINESE), StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(read::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (AddressRefusal reason : AddressRefusal.values()) {
      read.add(reason.wording().english(), reason.wording().chinese());
    }
    for (SuppressionReason reason : SuppressionReason.values()) {
      read.add(reason, "已屏蔽：" + reason.wording().chinese());
    }
    for (CampaignState state : CampaignState.values()) {
      read.add(state.wording().english(), state.wording().chinese());
    }
    return read;
  }

  /** As deliveries keep it now, and as they did before. */
  private void add(SuppressionReason reason, String said) {
    add("suppressed: " + Require.word(reason), said);
    add("suppressed: " + reason.name(), said);
  }

  private void add(String line) {
    int at = line.lastIndexOf(" = ");
    add(line.substring(0, at), line.substring(at + 3));
  }

  private void add(String english, String said) {
    StringBuilder pattern = new StringBuilder();
    List<Integer> gaps = new ArrayList<>();
    int from = 0;
    for (MatchResult gap : GAP.matcher(english).results().toList()) {
      pattern.append(Pattern.quote(english.substring(from, gap.start()))).append("(.*?)");
      gaps.add(Integer.valueOf(gap.group(1)));
      from = gap.end();
    }
    pattern.append(Pattern.quote(english.substring(from)));
    sentences.add(new Sentence(Pattern.compile(pattern.toString(), Pattern.DOTALL), gaps, said));
  }

  /** The text for people, or as it is. */
  public String of(String text) {
    Explained kept = Explained.of(text);
    return kept.why().isEmpty()
        ? sentence(text)
        : (kept.words() + " [" + sentence(kept.why()) + "]").strip();
  }

  private String sentence(String text) {
    for (Sentence sentence : sentences) {
      Matcher matcher = sentence.english().matcher(text);
      if (matcher.matches()) {
        return GAP.matcher(sentence.said())
            .replaceAll(gap -> Matcher.quoteReplacement(gap(sentence, matcher, gap.group(1))));
      }
    }
    return afterColon(text);
  }

  /** A route's name or a field stands before many reasons, with a colon between. */
  private String afterColon(String text) {
    int at = text.indexOf(": ");
    if (at < 0) {
      return text;
    }
    String reason = text.substring(at + 2);
    String said = of(reason);
    return said.equals(reason) ? text : text.substring(0, at) + colon + said;
  }

  private String gap(Sentence sentence, MatchResult found, String number) {
    return of(found.group(sentence.gaps().indexOf(Integer.valueOf(number)) + 1));
  }
}
