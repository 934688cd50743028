package io.mailwright.feedback.bounce;

import io.mailwright.feedback.bounce.MailTrace.Kind;
import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.MailPart;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what may tell to which delivery a mail belongs. Proves nothing of it. */
final class MailTraces {
  /** Of each kind; a forger may name as many as he likes. */
  private static final int MOST_OF_KIND = 20;

  private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{3,250})>");

  private static final Pattern LINK = Pattern.compile("<\\s*([^<>\\s]{3,2000})\\s*>");

  private static final Pattern RECEIVED_FOR = Pattern.compile("\\bfor <([^<>\\s]{3,320})>");

  private static final List<String> SENT_TO =
      List.of(
          "delivered-to",
          "x-original-to",
          "envelope-to",
          "x-envelope-to",
          "x-delivered-to",
          "x-rcpt-to");

  private final List<MailTrace> found = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private MailTraces() {}

  /** Those of a mail, the most to be believed first; of a kind in the order of the mail. */
  static List<MailTrace> in(ReturnedMail mail) {
    MailTraces traces = new MailTraces();
    traces.of(mail);
    traces.found.sort(Comparator.comparing(MailTrace::kind));
    return traces.found;
  }

  /** A notice that somebody passed on shows in itself what mail it is about. */
  private void of(ReturnedMail mail) {
    ofItself(mail.headers());
    mail.parts(
            "message/delivery-status",
            "message/global-delivery-status",
            "message/feedback-report",
            "message/disposition-notification")
        .forEach(this::ofReport);
    ofReturned(mail.returned(), "the returned mail");
    ofReturned(
        MailHeaders.parse(Notice.of(mail).text().original()), "the mail quoted in the notice");
    ofThread(mail.headers());
    if (mail.enclosesAnother() && FeedbackClassifier.isNotice(mail.enclosed())) {
      of(mail.enclosed());
    }
  }

  private void ofItself(MailHeaders headers) {
    for (String name : SENT_TO) {
      headers.all(name).forEach(v -> addresses(Kind.ENVELOPE_RECIPIENT, v, "header " + name));
    }
    headers
        .all("received")
        .forEach(
            v -> {
              Matcher matcher = RECEIVED_FOR.matcher(v);
              if (matcher.find()) {
                add(Kind.ENVELOPE_RECIPIENT, matcher.group(1), "header received");
              }
            });
    headers.all("to").forEach(v -> addresses(Kind.ENVELOPE_RECIPIENT, v, "header to"));
  }

  private void ofReport(MailPart report) {
    String where = " field of the report " + report.type();
    for (String group :
        report.groups().subList(0, Math.min(MOST_OF_KIND, report.groups().size()))) {
      MailHeaders fields = MailHeaders.parse(group);
      fields
          .all("original-mail-from")
          .forEach(v -> addresses(Kind.ENVELOPE_RECIPIENT, v, "Original-Mail-From" + where));
      for (String name : List.of("x-original-message-id", "original-message-id")) {
        fields.all(name).forEach(v -> identifiers(v, name + where));
      }
      for (String name : List.of("original-recipient", "original-rcpt-to", "final-recipient")) {
        fields.all(name).forEach(v -> addresses(Kind.ORIGINAL_RECIPIENT, v, name + where));
      }
    }
  }

  private void ofReturned(MailHeaders headers, String what) {
    headers
        .all("return-path")
        .forEach(v -> addresses(Kind.ENVELOPE_RECIPIENT, v, "Return-Path of " + what));
    headers.all("message-id").forEach(v -> identifiers(v, "Message-ID of " + what));
    headers
        .all("list-unsubscribe")
        .forEach(v -> each(LINK, Kind.UNSUBSCRIBE_LINK, v, "List-Unsubscribe of " + what));
    for (String name : List.of("x-original-to", "delivered-to", "to", "cc")) {
      headers.all(name).forEach(v -> addresses(Kind.ORIGINAL_RECIPIENT, v, name + " of " + what));
    }
  }

  private void ofThread(MailHeaders headers) {
    for (String name : List.of("in-reply-to", "references")) {
      headers.all(name).forEach(v -> identifiers(v, "header " + name));
    }
    headers
        .all("x-failed-recipients")
        .forEach(v -> addresses(Kind.ORIGINAL_RECIPIENT, v, "header x-failed-recipients"));
  }

  private void addresses(Kind kind, String value, String where) {
    Addresses.inHeader(value).forEach(place -> add(kind, place.in(value), where));
  }

  private void identifiers(String value, String where) {
    each(MESSAGE_ID, Kind.MESSAGE_ID, value, where);
  }

  private void each(Pattern pattern, Kind kind, String value, String where) {
    Matcher matcher = pattern.matcher(value);
    while (matcher.find()) {
      add(kind, matcher.group(1), where);
    }
  }

  private void add(Kind kind, String value, String where) {
    boolean isRoom = found.stream().filter(t -> t.kind() == kind).count() < MOST_OF_KIND;
    if (isRoom && known.add(kind + " " + value)) {
      found.add(new MailTrace(kind, value, where));
    }
  }
}
