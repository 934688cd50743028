package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.PlainWords;
import io.mailwright.delivery.policy.Refusal;
import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.delivery.policy.Ruling;
import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Judges the refusals of one mail. Many recipients are refused with the same words, and those are
 * judged once; when a mail brings more different words than any honest one, the rest is judged by
 * status and code alone. Not thread-safe.
 */
final class RefusalJudge {
  /** Characters that the rules are tried on for one mail. */
  static final int MOST_WORDS = 400_000;

  /** Of each text what is looked at, so that all of them fit into what a rule looks at. */
  private static final int MOST = PlainWords.MOST / 4;

  private static final int MOST_SHARED = 100;

  /** Commands that are not RCPT. What was said to them says nothing of an address. */
  private static final Pattern OTHER_COMMAND =
      Pattern.compile(
          "(in (reply|response) to|after) (the )?(end of )?"
              + "(data|mail|ehlo|helo)\\b|end of data|\\bdata command|smtp command:? data"
              + "|failed after i sent the message|does not like (sender|mail)");

  /** As Postfix writes it. */
  private static final Pattern SPEAKER =
      Pattern.compile("\\bhost \\S{1,255}\\[[0-9a-f.:]{2,45}\\](?::\\d{1,5})? (said:|refused)");

  private final ReplyClassifier rules;
  private final Map<Question, Judgement> known = new HashMap<>();
  private final Map<Optional<EnhancedStatus>, Judgement> byStatus = new HashMap<>();
  private final Map<String, String> plain = new IdentityHashMap<>();
  private int looked;

  RefusalJudge(ReplyClassifier rules) {
    this.rules = rules;
  }

  /**
   * What is asked.
   *
   * @param words the server's, first of all
   * @param field the status that a report gives apart from the words
   * @param around what else is said of the recipient
   * @param opening how the notice begins, which may tell where in the session it was said
   * @param names who reports and who refused, in the form of the rules: {@code {by host}}
   */
  record Question(
      String words, Optional<EnhancedStatus> field, String around, String opening, String names) {}

  record Judgement(Optional<EnhancedStatus> status, OptionalInt code, Ruling ruling, String place) {
    RefusalReason reason() {
      return ruling.reason();
    }
  }

  Judgement judge(Question asked) {
    Question question =
        new Question(
            PlainWords.of(asked.words(), MOST),
            asked.field(),
            plain(asked.around()),
            plain(asked.opening()),
            asked.names());
    Judgement judgement = known.get(question);
    if (judgement == null) {
      judgement = judgeAnew(question);
      if (looked < MOST_WORDS) {
        known.put(question, judgement);
      }
    }
    return judgement;
  }

  /** Very many recipients share the very same texts. */
  private String plain(String text) {
    String words = plain.get(text);
    if (words == null) {
      words = PlainWords.of(text, MOST);
      if (plain.size() >= MOST_SHARED) {
        // What is shared comes again; what is not would fill it for good.
        plain.clear();
      }
      plain.put(text, words);
    }
    return words;
  }

  private Judgement judgeAnew(Question question) {
    if (looked >= MOST_WORDS) {
      return byStatus.computeIfAbsent(question.field(), this::judgeByStatus);
    }
    RefusalWords found = RefusalWords.of(question.words(), question.field(), question.around());
    String all = question.words() + " " + question.around();
    Refusal.Place place = place(found, question);
    Refusal refusal =
        new Refusal(
            found.status(),
            found.code(),
            place,
            withoutHosts(question.words()) + " " + question.names());
    looked += 2 * all.length() + 2 * question.names().length();
    String ruled = question.words();
    Ruling ruling = rules.judge(refusal);
    if (ruling.isVague() || question.words().isBlank()) {
      looked += all.length();
      Ruling more = rules.judge(refusal.with(place, withoutHosts(all) + " " + question.names()));
      boolean isOfMore = !more.isVague() || ruling.rule().isEmpty();
      ruling = isOfMore ? more : ruling;
      ruled = isOfMore ? all : ruled;
    }
    if (ruling.reason().isHard() && Supposition.isIn(ruled)) {
      looked += ruled.length();
      ruling =
          rules.judge(
              refusal.with(
                  place, withoutHosts(Supposition.cutOutOf(ruled)) + " " + question.names()));
    }
    return new Judgement(
        found.status(),
        found.code(),
        ruling,
        place == Refusal.Place.NOTICE_AT_RCPT ? "said in answer to RCPT" : "");
  }

  /** Who spoke is no part of what was said: hosts are called relay and anti-virus, too. */
  private static String withoutHosts(String words) {
    return SPEAKER.matcher(words).replaceAll("host $1");
  }

  private Judgement judgeByStatus(Optional<EnhancedStatus> status) {
    Refusal bare = new Refusal(status, OptionalInt.empty(), Refusal.Place.NOTICE, "");
    return new Judgement(status, OptionalInt.empty(), rules.judge(bare), "too many to be read");
  }

  private Refusal.Place place(RefusalWords found, Question question) {
    String said = question.words() + " " + question.around();
    String command = commandOfTranscript(said);
    if (command.isEmpty() ? OTHER_COMMAND.matcher(said).find() : !command.equals("rcpt")) {
      return Refusal.Place.NOTICE;
    }
    String text = said + " " + question.opening() + " " + question.names();
    boolean isAtRcpt =
        !command.isEmpty()
            || rules.isSaidAtRcpt(
                new Refusal(found.status(), found.code(), Refusal.Place.NOTICE, text));
    return isAtRcpt ? Refusal.Place.NOTICE_AT_RCPT : Refusal.Place.NOTICE;
  }

  /** {@code >>> RCPT TO:<a@b> <<< 550 no}: the command before the first refusal. */
  private static String commandOfTranscript(String text) {
    int refusal = Math.max(text.indexOf("<<< 5"), text.indexOf("<<< 4"));
    int command = refusal < 0 ? -1 : text.lastIndexOf(">>> ", refusal);
    return command < 0 ? "" : text.substring(command + 4, Math.min(command + 8, text.length()));
  }
}
