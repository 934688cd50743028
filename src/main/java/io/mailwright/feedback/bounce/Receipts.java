package io.mailwright.feedback.bounce;

import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.MailPart;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What became of a mail in the mailbox (RFC 8098): somebody has opened it, or deleted it unread. A
 * mailbox that throws mails out by itself, as Sieve's {@code reject} does (RFC 5429 section 2.2)
 * and Dovecot where there is no room, says so in the same form, and that is a bounce.
 */
final class Receipts {
  private static final Pattern BY_ITSELF =
      Pattern.compile("automatic-action\\s*/.*;\\s*deleted\\b.*", Pattern.DOTALL);

  private static final Pattern REJECTED =
      Pattern.compile("\\b(rejected|refused)\\b", Pattern.CASE_INSENSITIVE);

  private Receipts() {}

  static List<Finding> in(ReturnedMail mail, RefusalJudge judge) {
    Optional<MailPart> report = mail.parts("message/disposition-notification").findFirst();
    if (report.isEmpty()) {
      return List.of();
    }
    MailHeaders fields = MailHeaders.parse(String.join("", report.get().groups()));
    Set<String> recipients = Addresses.in(fields.first("final-recipient").orElse(""));
    String disposition = fields.first("disposition").orElse("");
    Clue clue = Clue.of("Disposition of the receipt", disposition);
    if (BY_ITSELF.matcher(disposition.toLowerCase(Locale.ROOT)).matches()) {
      Notice notice = Notice.of(mail);
      if (REJECTED.matcher(notice.words()).find()) {
        List<Finding> bounces = new ArrayList<>();
        recipients.forEach(
            r ->
                bounces.add(
                    ToldBounces.about(r, clue, notice, judge)
                        .softened("a mailbox that rejects a mail is there")));
        return bounces;
      }
    }
    return Complaints.findings(
        recipients,
        FindingKind.NONE,
        clue,
        "a receipt (RFC 8098) tells what became of a mail that arrived");
  }
}
