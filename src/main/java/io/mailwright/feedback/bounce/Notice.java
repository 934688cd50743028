package io.mailwright.feedback.bounce;

import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.MailPart;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * A bounce's words for people, and who is named in them.
 *
 * @param words as they stand in it
 * @param text what they say of whom
 * @param byRecipient the same by {@link Addresses#key}
 */
record Notice(String words, NoticeText text, Map<String, String> byRecipient) {
  private static final int MOST_HTML = 128 * 1024;

  private static final Pattern SUBJECT =
      Pattern.compile(
          "[\\s>*|-]{0,20}(subject|betreff|oggetto|asunto|objet|assunto|onderwerp|тема|主题|主題|主旨|件名|제목)"
              + "\\s{0,20}[:：]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final String BLOCKS =
      "p,div,table,tr,ul,ol,li,dl,dt,dd,h1,h2,h3,h4,h5,h6,pre,blockquote,hr,section";

  private static final String CELLS = "td,th";

  private static final String MAILTO = "mailto:";
  private static final String LINKS = "a[href^=" + MAILTO + "]";

  static Notice of(ReturnedMail mail) {
    String words = words(mail);
    NoticeText text = NoticeText.of(words, others(mail));
    if (text.blocks().isEmpty()) {
      // Perhaps the sender was one of the recipients.
      text = NoticeText.of(words, Addresses.in(mail.headers().first("from").orElse("")));
    }
    Map<String, String> byRecipient = new HashMap<>();
    text.blocks().forEach((address, block) -> byRecipient.put(Addresses.key(address), block));
    return new Notice(words, text, byRecipient);
  }

  private static String words(ReturnedMail mail) {
    String words = joined(mail, "text/plain");
    if (words.indexOf('@') < 0) {
      // Some say in plain text no more than that there is a page to be looked at.
      String html = joined(mail, "text/html");
      words = words.strip() + "\n" + ofHtml(html.substring(0, Math.min(MOST_HTML, html.length())));
    }
    if (words.isBlank()) {
      words = joined(mail, ReturnedMail.PREAMBLE);
    }
    return withoutSubjects(unquoted(words));
  }

  /** What a newsletter is about says nothing of why it was refused. */
  private static String withoutSubjects(String text) {
    return text.lines()
        .filter(line -> !SUBJECT.matcher(line).lookingAt())
        .collect(Collectors.joining("\n"));
  }

  /** What stands in blocks of their own stands in lines of their own, however it was written. */
  private static String ofHtml(String html) {
    Document page = Jsoup.parse(html);
    page.select(BLOCKS).forEach(block -> block.prependText("\n").appendText("\n"));
    page.select(CELLS).forEach(cell -> cell.appendText(" "));
    if (page.text().indexOf('@') < 0) {
      // Shown by name only, with the address in the link.
      page.select(LINKS)
          .forEach(link -> link.appendText(" " + link.attr("href").substring(MAILTO.length())));
    }
    return page.wholeText().lines().filter(l -> !l.isBlank()).collect(Collectors.joining("\n"));
  }

  private static String joined(ReturnedMail mail, String type) {
    return mail.parts(type).map(MailPart::text).collect(Collectors.joining("\n"));
  }

  /** A forwarded notice, whose lines begin with {@code >}, as it was. */
  private static String unquoted(String text) {
    long lines = text.lines().filter(l -> !l.isBlank()).count();
    long quoted = text.lines().filter(l -> l.startsWith(">")).count();
    return quoted * 2 > lines
        ? text.lines().map(Notice::withoutQuote).collect(Collectors.joining("\n"))
        : text;
  }

  private static String withoutQuote(String line) {
    return line.startsWith("> ")
        ? line.substring(2)
        : line.startsWith(">") ? line.substring(1) : line;
  }

  /** Who is named in the notice and did not fail: who gets it, and who writes it. */
  private static Set<String> others(ReturnedMail mail) {
    Set<String> others = new LinkedHashSet<>();
    add(others, mail.headers(), List.of("from", "to", "return-path", "reply-to", "sender"));
    add(others, mail.returned(), List.of("from", "return-path", "reply-to", "sender"));
    others.removeAll(Complaints.originalRecipients(mail));
    return others;
  }

  private static void add(Set<String> addresses, MailHeaders headers, List<String> names) {
    for (String name : names) {
      headers.all(name).forEach(value -> addresses.addAll(Addresses.in(value)));
    }
  }

  /** Of a recipient that it names, what it says. */
  String about(String recipient, String otherwise) {
    return byRecipient.getOrDefault(Addresses.key(recipient), otherwise);
  }
}
