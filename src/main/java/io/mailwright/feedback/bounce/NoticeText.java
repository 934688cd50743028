package io.mailwright.feedback.bounce;

import io.mailwright.feedback.bounce.Addresses.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bounce that is no delivery status notification: the notice in words, the recipients that it
 * names, and what it says of each.
 *
 * @param general lines before the first recipient
 * @param blocks the words on each recipient, in the order of the notice
 * @param original the headers of the returned mail that stand behind the notice, if any
 */
record NoticeText(String general, Map<String, String> blocks, String original) {
  /** A notice says what matters at its beginning. */
  private static final int MOST_LINES = 400;

  /** More than any system names in words. */
  private static final int MOST_RECIPIENTS = 2_000;

  private static final int MOST_IN_LINE = 50;

  /** Of what stands before an address, what is looked at. */
  private static final int MOST_BEFORE = 100;

  /** Of a line, what is looked at. */
  private static final int MOST_OF_LINE = 2_000;

  /** Of the words on one recipient, what is kept. */
  private static final int MOST_OF_BLOCK = 4_000;

  private static final int MOST_OF_ORIGINAL = 64_000;

  /** From here on the returned mail stands. */
  private static final Pattern ORIGINAL =
      Pattern.compile(
          "^[\\s|>*_=-]*message text follows[\\s|:.*_=-]*$"
              + "|^[\\s>]*[-_=*+]{2,}\\s*(?:(?:this(?! is a warning)|here|below|"
              + "the(?! (?:following|recipient|address))|included|original|returned|unsent|header|"
              + "start|body|enclosed|a copy|message text)\\b.*"
              + "(?:message|mail|copy|header|follow|text).*|original mail info|"
              + "return(?:ed)? message.*)$"
              + "|^\\s*(?:message headers follow|original message follows|"
              + "below is a copy of the original message|"
              + "included is a copy of the message header|"
              + "the original message (?:was|follows|is attached)\\b(?! received).*|"
              + "(?:your )?original message(?: headers| details)?:?|begin of original message.*|"
              + "content-type: message/rfc822.*|here is your returned mail:?)[.:]?\\s*$"
              + "|^(?:return-path|received|x-[a-z-]+|dkim-signature|arc-seal|delivered-to):"
              + "\\s?\\S.*$",
          Pattern.CASE_INSENSITIVE);

  /** Such a line names somebody who is no recipient. */
  private static final Pattern NOT_A_RECIPIENT =
      Pattern.compile(
          "(?:^\\W{0,3}(?:de|von|da|van|od|от|kimden|från|fra)\\s?[:：]|"
              + "\\b(?:发件人|发信人|发送人|寄件[人者]|寄信人|差出人|送信[者元]|보낸 ?사람|보내는 ?사람|발신자|"
              + "отправитель|absender|exp[ée]diteur|remitente|remetente|mittente|afzender|nadawca|"
              + "gönderen|avsändare|afsender|odesílatel|feladó|"
              + "mail from|from|sender|envelope-from|return-path|reply[ -]to|contact|support|helpdesk|"
              + "postmaster|hotline|webmaster|admin(?:istrator)?|ask|message-id|msgid|"
              + "message sent by|original sender|"
              + "please (?:write|mail|forward|send)|"
              + "for (?:further )?(?:assistance|help|more)|e-?mail us|subject|x-\\S{1,40})\\b)\\W{0,3}",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /**
   * Who is named before the first of them is the one in To, who is named behind it failed. Some
   * systems write such a line before each recipient.
   */
  private static final Pattern LIST_FOLLOWS =
      Pattern.compile(
          "\\b(?:following|these|next) (?:e-?mail )?(?:recipient|address|user)\\S{0,20}.{0,40}:$|"
              + "did not reach the following|could not be reached:$",
          Pattern.CASE_INSENSITIVE);

  /** Who is asked for help, and was not written to. */
  private static final Pattern OFFICE =
      Pattern.compile(
          "(postmaster|mailer-daemon|abuse|support|help|helpdesk|admin|administrator|hostmaster|"
              + "webmaster|noc|security)@");

  /** Exim names so whom the mail was for, and keeps to itself where that leads. */
  private static final Pattern GENERATED_FROM =
      Pattern.compile("^\\(generated from\\W{1,3}$", Pattern.CASE_INSENSITIVE);

  /** Sendmail ends with such a line what was said of a recipient: {@code 550 <a@b>... text}. */
  private static final Pattern CLOSING_LINE =
      Pattern.compile(
          "^(?:[45]\\d\\d )?(?:[45]\\.\\d\\.\\d )?<?[^\\s<>@]{1,64}@[^\\s<>@]{1,255}>?\\.\\.\\. ");

  static NoticeText of(String text, Set<String> others) {
    List<String> notice = new ArrayList<>();
    StringBuilder original = new StringBuilder();
    boolean isOriginal = false;
    int number = 0;
    for (String each : (Iterable<String>) text.lines()::iterator) {
      String line = each.length() > MOST_OF_LINE ? each.substring(0, MOST_OF_LINE) : each;
      number++;
      isOriginal |= number > MOST_LINES || (!notice.isEmpty() && ORIGINAL.matcher(line).find());
      if (!isOriginal) {
        notice.add(line.strip());
      } else if (original.length() < MOST_OF_ORIGINAL) {
        original.append(line).append('\n');
      }
    }
    notice = ReasonsFirst.behindTheirAddresses(notice);
    Reader reader = new Reader(others);
    int last = lastWithAddress(notice);
    boolean isList = false;
    for (int i = 0; i < notice.size(); i++) {
      if (!isList && i < last && LIST_FOLLOWS.matcher(notice.get(i)).find()) {
        reader.restart();
        isList = true;
      }
      reader.line(notice.get(i));
    }
    return reader.end(original.toString());
  }

  private static int lastWithAddress(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!Addresses.inText(lines.get(i), 1).isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  /** Deals the lines out to who is named in them, or was named last. */
  private static final class Reader {
    private final Set<String> others;
    private final Map<String, StringBuilder> blocks = new LinkedHashMap<>();
    private final Map<String, String> spelling = new HashMap<>();
    private final StringBuilder general = new StringBuilder();
    private final StringBuilder pending = new StringBuilder();
    private Set<String> current = Set.of();
    private boolean isTranscript;
    private boolean isClosed;

    Reader(Set<String> others) {
      this.others = new HashSet<>(others);
    }

    void restart() {
      blocks.clear();
      current = Set.of();
    }

    void line(String line) {
      isTranscript |= line.contains("Transcript of session follows");
      boolean isClosing = isTranscript && CLOSING_LINE.matcher(line).find();
      Set<String> named = isTranscript && !isClosing ? Set.of() : named(line);
      if (!named.isEmpty()) {
        current = named;
        StringBuilder shared = new StringBuilder();
        named.forEach(key -> blocks.computeIfAbsent(key, k -> shared));
      }
      if (isTranscript) {
        if (isSessionStart(line)) {
          pending.setLength(0);
        }
        append(pending, line);
      }
      if (isClosing) {
        isClosed = true;
        give(current);
      } else if (current.isEmpty()) {
        append(general, line);
      } else if (!isTranscript) {
        builders(current).forEach(b -> append(b, line));
      }
    }

    /** What was said before, in another session, closed no recipient. */
    private static boolean isSessionStart(String line) {
      return line.toLowerCase(Locale.ROOT).matches("(\\.\\.\\. )?while talking to .*");
    }

    private void give(Set<String> recipients) {
      builders(recipients).forEach(b -> append(b, pending.toString()));
      pending.setLength(0);
    }

    /** Each once: who is named in the same line shares the words. */
    private Set<StringBuilder> builders(Set<String> recipients) {
      Set<StringBuilder> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      recipients.forEach(key -> distinct.add(blocks.get(key)));
      return distinct;
    }

    private static void append(StringBuilder block, String line) {
      if (block.length() < MOST_OF_BLOCK) {
        block.append(line).append('\n');
      }
    }

    private Set<String> named(String line) {
      Set<String> named = new LinkedHashSet<>();
      for (Place place :
          Addresses.inText(line, blocks.size() < MOST_RECIPIENTS ? MOST_IN_LINE : 0)) {
        String address = place.in(line);
        String key = Addresses.key(address);
        boolean isMeant = blocks.isEmpty() && isGeneratedFrom(line, place.start());
        if (!isMeant
            && (isSomebodyElse(line, place.start()) || isOffice(line, place.start(), key))) {
          others.add(key);
        } else if (!others.contains(key)) {
          named.add(key);
          spelling.putIfAbsent(key, address);
        }
      }
      return named;
    }

    private static boolean isGeneratedFrom(String line, int at) {
      return GENERATED_FROM.matcher(before(line, at)).find();
    }

    private static String before(String line, int at) {
      return line.substring(Math.max(0, at - MOST_BEFORE), at);
    }

    /** Of the domain that writes, behind words and behind a recipient. */
    private boolean isOffice(String line, int at, String key) {
      return !blocks.isEmpty()
          && OFFICE.matcher(key).lookingAt()
          && before(line, at).chars().anyMatch(Character::isLetter)
          && others.stream().anyMatch(o -> Addresses.domain(o).equals(Addresses.domain(key)));
    }

    private static boolean isSomebodyElse(String line, int at) {
      String before = before(line, at);
      Matcher matcher = NOT_A_RECIPIENT.matcher(before);
      int end = -1;
      while (matcher.find()) {
        end = matcher.end();
      }
      return end >= 0 && before.substring(end).strip().length() <= 2;
    }

    NoticeText end(String original) {
      if (!isClosed) {
        give(blocks.keySet());
      }
      Map<String, String> texts = new LinkedHashMap<>();
      Map<StringBuilder, String> shared = new IdentityHashMap<>();
      blocks.forEach(
          (key, block) ->
              texts.put(spelling.get(key), shared.computeIfAbsent(block, StringBuilder::toString)));
      return new NoticeText(general.toString(), texts, original);
    }
  }
}
