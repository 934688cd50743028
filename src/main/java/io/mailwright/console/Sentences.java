package io.mailwright.console;

import io.mailwright.campaign.CampaignState;
import io.mailwright.kernel.address.AddressRefusal;
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
 * Says in Chinese what the stages keep and answer in English: why a campaign waits, why a mail
 * failed, what was refused. Such a sentence is stored once and read by people of both languages, so
 * it is translated when it is shown, by its fixed words. What nobody translated stays as it is, and
 * so do the words of servers and people in it. Immutable and thread-safe.
 */
final class Sentences {
  /** Beside the bundles. */
  static final String CHINESE = "i18n/sentences_zh.txt";

  private static final Pattern GAP = Pattern.compile("\\{(\\d)}");

  /**
   * One sentence.
   *
   * @param english its fixed words, with gaps that match anything
   * @param gaps the number of each gap, in the order of the English
   * @param chinese with the same gaps in braces
   */
  private record Sentence(Pattern english, List<Integer> gaps, String chinese) {}

  private final List<Sentence> sentences = new ArrayList<>();

  private Sentences() {}

  /** Those of the product. */
  static Sentences chinese() {
    Sentences read = new Sentences();
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
    for (CampaignState state : CampaignState.values()) {
      read.add(state.wording().english(), state.wording().chinese());
    }
    return read;
  }

  private void add(String line) {
    int at = line.lastIndexOf(" = ");
    add(line.substring(0, at), line.substring(at + 3));
  }

  private void add(String english, String chinese) {
    StringBuilder pattern = new StringBuilder();
    List<Integer> gaps = new ArrayList<>();
    int from = 0;
    for (MatchResult gap : GAP.matcher(english).results().toList()) {
      pattern.append(Pattern.quote(english.substring(from, gap.start()))).append("(.*?)");
      gaps.add(Integer.valueOf(gap.group(1)));
      from = gap.end();
    }
    pattern.append(Pattern.quote(english.substring(from)));
    sentences.add(new Sentence(Pattern.compile(pattern.toString(), Pattern.DOTALL), gaps, chinese));
  }

  /** The text in Chinese, or as it is. */
  String of(String text) {
    for (Sentence sentence : sentences) {
      Matcher matcher = sentence.english().matcher(text);
      if (matcher.matches()) {
        return GAP.matcher(sentence.chinese())
            .replaceAll(gap -> Matcher.quoteReplacement(gap(sentence, matcher, gap.group(1))));
      }
    }
    return text;
  }

  private String gap(Sentence sentence, MatchResult found, String number) {
    return of(found.group(sentence.gaps().indexOf(Integer.valueOf(number)) + 1));
  }
}
