package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what a mail that came back says of each recipient: structure first (a complaint's report, a
 * delivery report, a receipt), then the words of a notice, then whether a machine answered. Why a
 * mail was refused is told by the same table of rules as for replies to us. Immutable.
 */
public final class FeedbackClassifier {
  /** A reply that somebody gave at some place, or that stands right behind an address. */
  private static final Pattern SAID =
      Pattern.compile(
          "\\b(host|server|mta|mx)\\b.{0,80}"
              + "\\b(said|says|repl(ied|y)|return(ed|s)|respon\\w+|answered)\\b"
              + "|\\brcpt\\b|@\\S{1,255}: ?[45]\\d\\d[ -]",
          Pattern.CASE_INSENSITIVE);

  private final ReplyClassifier rules;

  /**
   * @param rules tell why a mail was refused
   */
  public FeedbackClassifier(ReplyClassifier rules) {
    this.rules = rules;
  }

  /** With the rules that come with the product. */
  public static FeedbackClassifier standard() {
    return new FeedbackClassifier(ReplyClassifier.standard());
  }

  /** What it says, and what may tell of which delivery. */
  public Feedback classify(ReturnedMail mail) {
    return classify(mail, "");
  }

  /**
   * The same of a mail whose recipient is known.
   *
   * @param recipient who a notice is about that names nobody
   */
  public Feedback classify(ReturnedMail mail, String recipient) {
    return new Feedback(classify(mail, recipient, new RefusalJudge(rules)), MailTraces.in(mail));
  }

  /** Whether a mail system writes of a mail that it had, whatever it says of whom. */
  public static boolean isNotice(ReturnedMail mail) {
    return isReport(mail)
        || (NoticeMark.isSure(mail) && NoticeMark.ofBounce(mail.headers()).isPresent());
  }

  private static boolean isReport(ReturnedMail mail) {
    return mail.parts("message/delivery-status", "message/global-delivery-status")
        .anyMatch(p -> !p.groups().isEmpty());
  }

  /**
   * What a refusal means that somebody else was given, and tells of without a mail.
   *
   * @param words the server's
   * @param status enhanced status, if it is told apart from the words; else empty
   * @param isOfAddress whether whoever tells says that it is the address that does not work
   */
  public Finding classify(String recipient, String words, String status, boolean isOfAddress) {
    return ToldRefusal.of(recipient, words, status, isOfAddress, new RefusalJudge(rules));
  }

  private List<Finding> classify(ReturnedMail mail, String recipient, RefusalJudge judge) {
    List<Finding> found = Complaints.in(mail);
    if (found.isEmpty()) {
      found = Receipts.in(mail, judge);
    }
    if (found.isEmpty()) {
      found = AmazonNotice.in(mail, judge);
    }
    if (found.isEmpty()) {
      found = bounces(mail, recipient, judge);
    }
    if (found.isEmpty()) {
      found = autoReply(mail);
    }
    if (found.isEmpty() && mail.enclosesAnother()) {
      found = classify(mail.enclosed(), recipient, judge);
    }
    return found;
  }

  private static List<Finding> bounces(ReturnedMail mail, String recipient, RefusalJudge judge) {
    boolean isReport = isReport(mail);
    Optional<Clue> mark = NoticeMark.ofBounce(mail.headers());
    if (!isReport && mark.isEmpty()) {
      return List.of();
    }
    Notice notice = Notice.of(mail);
    List<Finding> reported =
        ReportedBounces.in(ReportedBounces.groups(mail, notice), notice, judge);
    if (!reported.isEmpty()) {
      return reported;
    }
    if (notice.text().blocks().isEmpty() && mail.enclosesAnother()) {
      List<Finding> inside = bounces(mail.enclosed(), recipient, judge);
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    Optional<Clue> success = NoticeMark.ofSuccess(mail.headers());
    if (success.isPresent() && NoticeMark.isSure(mail)) {
      return Complaints.findings(
          notice.text().blocks().keySet(),
          FindingKind.NONE,
          success.get(),
          "a notice that the mail arrived, or was handed on");
    }
    List<Finding> told =
        ToldBounces.in(
            mail,
            mark.orElse(Clue.of("a delivery report", "without recipients")),
            notice,
            recipient,
            judge);
    return isReport || NoticeMark.isSure(mail) ? told : unsure(mail, told);
  }

  /**
   * What looks like a notice in one way only is believed as far as it has a server's reply in it,
   * and tells who gave it: people ask about replies, and parcels come back, too. What answers us,
   * or shows no more than an empty return path, is none without a reply.
   */
  private static List<Finding> unsure(ReturnedMail mail, List<Finding> told) {
    boolean isNone = NoticeMark.isAnswer(mail.headers()) || !NoticeMark.isOfSubject(mail.headers());
    return told.stream()
        .filter(f -> f.replyCode().isPresent() || !isNone)
        .map(
            f ->
                f.replyCode().isPresent() && SAID.matcher(f.evidence()).find()
                    ? f
                    : f.softened("by its subject alone it is no sure notice"))
        .toList();
  }

  private static List<Finding> autoReply(ReturnedMail mail) {
    if (NoticeMark.isOfMailSystem(mail.headers())) {
      return List.of();
    }
    Set<String> from = Addresses.in(mail.headers().first("from").orElse(""));
    return NoticeMark.ofAutoReply(mail.headers())
        .map(
            clue ->
                Complaints.findings(
                    from,
                    FindingKind.AUTO_REPLY,
                    clue,
                    "a machine answered in the recipient's name (RFC 3834): the mail arrived"))
        .orElse(List.of());
  }
}
