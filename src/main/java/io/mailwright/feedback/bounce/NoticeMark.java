package io.mailwright.feedback.bounce;

import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * By which of its headers a mail is known to be a notice of a mail system, or an automatic reply.
 */
final class NoticeMark {
  /** Of a header, what is looked at. */
  private static final int MOST = 500;

  private static final Pattern BOUNCE_SENDER =
      Pattern.compile(
          "mailer-?daemon|mdaemon@|postmaster|post_master|mail delivery|delivery (sub)?system|mail deliver|"
              + "<>|double-bounce|microsoftexchange[0-9a-f]{32}@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BOUNCE_SUBJECT =
      Pattern.compile(
          "undeliver|returned (mail|message|to sender)|return(ed)? mail|"
              + "deliver(y|ing)? .{0,30}(fail|error|problem|status|notif|report|delay)|"
              + "failure notice|(fail|error)\\w{0,20} .{0,20}(deliver|send)|"
              + "mail (system )?(error|failure|failed)|"
              + "could not be (delivered|sent)|mail could not|non.?deliver|not delivered|"
              + "warning: .{0,200}(delay|could not)|delayed mail|"
              + "退信|退回|系统退|投递(失败|状态)|(无法|未)(投递|送达|传递|发送)|不能发送|发送失败|"
              + "投遞(失敗|狀態)|(無法|未)(投遞|送達|傳遞|寄送|傳送)|(傳送|發送|寄送)失敗|"
              + "送信できません|配信(できません|不能)|エラー|返送|"
              + "unzustellbar|nicht zugestellt|zustellung|non remis|non distribu|[ée]chec|"
              + "no se (ha )?(pudo|podido) entregar|no entregado|devuelto|n[aã]o (foi )?entregue|"
              + "недоставлен|не доставлен|не удается доставить|не удалось доставить|"
              + "non recapit|mancat[ao] (consegna|recapito)|no se puede entregar|entrega fallida|"
              + "n[aã]o [ée] poss[ií]vel entregar|falha na entrega|n'a (pas )?pu [êe]tre (remis|distribu|d[ée]livr)|"
              + "konnte nicht (übermittelt|zugestellt)|届けられません|"
              + "niedostarcz|nie dostarczono|błąd dostarcz|onbestelbaar|niet (afgeleverd|bezorgd)|"
              + "gick inte att leverera|kan inte levereras|kunne ikke leveres|kan ikke leveres|"
              + "ei voitu toimittaa|nelze doručit|nedoručiteln|kézbesíthetetlen|"
              + "teslim edilemedi|nu (a putut fi|s-a putut) livra|δεν ήταν δυνατή η παράδοση|"
              + "배달되지 (않|못)|전송 ?실패|반송|không (thể )?gửi được|"
              + "تعذر تسليم|ส่งไม่สำเร็จ|ไม่สามารถส่ง",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern AUTO_SUBJECT =
      Pattern.compile(
          "\\((out of (the )?office|auto-?reply|automatic reply|abwesend)\\)\\s*$|"
              + "^(re: ?|aw: ?|回复[:：] ?|答复[:：] ?)?[\\[【]?("
              + "auto(matic|mated)?[ -]?(re(ply|sponse|sponder)|antwort)|auto: |"
              + "out of (the )?office|away (until|from)|on (vacation|holiday|leave)|vacation|"
              + "abwesen|automatische antwort|r[ée]ponse automatique|absence|absent|"
              + "respuesta autom|resposta autom|fuera de (la )?oficina|fora do escrit|"
              + "自动(回复|答复)|自動回覆|自動返信|自動応答|不在|автоответ|автоматический ответ|"
              + "please (confirm|verify) your (e-?mail|message)|sender verification|challenge:|"
              + "risposta automatica|fuori (sede|ufficio)|automatisch antwoord|afwezig|"
              + "autosvar|automatisk(t)? svar|automaattinen vastaus|autoodpowied|"
              + "odpowied[źz] automatyczn|automatyczna odpowied|automatick[áa] odpov|"
              + "automatikus válasz|otomatik (yanıt|cevap)|αυτόματη απάντηση|răspuns automat|"
              + "automatski odgovor|samodejni odgovor|автоматична відповідь|"
              + "자동 ?(회신|응답|답장)|부재 ?중|trả lời tự động|รายการตอบกลับอัตโนมัติ|ตอบกลับอัตโนมัติ|"
              + "رد تلقائي|מענה אוטומטי|balasan otomatis)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** A person answers a mail whose own subject may have such words. */
  private static final Pattern ANSWER =
      Pattern.compile("^(re|aw|sv|antw|回复|答复|回覆|返信)\\s?[:：]", Pattern.CASE_INSENSITIVE);

  /** Only answering machines have one of these. */
  private static final List<String> ANSWERING =
      List.of(
          "x-autoreply",
          "x-autorespond",
          "x-autoresponder",
          "x-autoreply-from",
          "x-mail-autoreply");

  /** Of other machines, too. */
  private static final String SUPPRESS = "x-auto-response-suppress";

  /** What Exchange and Postfix call a notice that a mail arrived, or left for elsewhere. */
  private static final Pattern SUCCESS =
      Pattern.compile(
          "^(relayed|delivered|expanded)\\s?:|^successful mail delivery report|"
              + "delivery status notification \\((success|relay|expanded)\\)|"
              + "^delivery notification: delivery has been successful",
          Pattern.CASE_INSENSITIVE);

  private static final String SUBJECT = "subject";

  private NoticeMark() {}

  /** The header that says that a machine answered in somebody's name (RFC 3834). */
  static Optional<Clue> ofAutoReply(MailHeaders headers) {
    return Stream.concat(
            saysSo(headers),
            Stream.concat(
                Stream.concat(ANSWERING.stream(), Stream.of(SUPPRESS))
                    .flatMap(name -> clue(headers, name)),
                clue(headers, SUBJECT).filter(c -> AUTO_SUBJECT.matcher(c.words()).find())))
        .findFirst();
  }

  /** As {@link #ofAutoReply}, by what only an answer to a mail carries. */
  static Optional<Clue> ofPlainAutoReply(MailHeaders headers) {
    return saysSo(headers).findFirst();
  }

  private static Stream<Clue> saysSo(MailHeaders headers) {
    return Stream.of(
            clue(headers, "auto-submitted").filter(c -> !lower(c).startsWith("no")),
            clue(headers, "precedence").filter(c -> lower(c).startsWith("auto")),
            // GroupWise; qmail-autoresponder and others; Strato.
            clue(headers, "x-autogenerated").filter(c -> lower(c).startsWith("reply")),
            clue(headers, "delivered-to").filter(c -> lower(c).startsWith("autoresponder")),
            clue(headers, "x-post-messageclass").filter(c -> lower(c).contains("autoresponder")))
        .flatMap(s -> s);
  }

  /** Whether a mail system writes, in whose name nobody answers. */
  static boolean isOfMailSystem(MailHeaders headers) {
    return isFromMailSystem(headers) && ofBounce(headers).isPresent();
  }

  /**
   * Whether a mail is a notice by more than its subject or its empty return path alone: people
   * write of deliveries, too, and answering machines leave the path empty.
   */
  static boolean isSure(ReturnedMail mail) {
    MailHeaders headers = mail.headers();
    return headers.has("x-failed-recipients")
        || isFromMailSystem(headers)
        || (matches(headers, "return-path", BOUNCE_SENDER)
            && (isOfSubject(headers) || mail.enclosesAnother()));
  }

  /** Whether it is an answer, of a person or a machine, as far as its headers say. */
  static boolean isAnswer(MailHeaders headers) {
    return headers.has("in-reply-to") || headers.has("references") || isAnswering(headers);
  }

  private static boolean isAnswering(MailHeaders headers) {
    return ofPlainAutoReply(headers).isPresent() || ANSWERING.stream().anyMatch(headers::has);
  }

  static boolean isOfSubject(MailHeaders headers) {
    return matches(headers, SUBJECT, BOUNCE_SUBJECT);
  }

  /** By its subject, that a mail arrived. */
  static Optional<Clue> ofSuccess(MailHeaders headers) {
    return clue(headers, SUBJECT).filter(c -> SUCCESS.matcher(c.words()).find()).findFirst();
  }

  private static boolean matches(MailHeaders headers, String name, Pattern pattern) {
    return clue(headers, name).anyMatch(c -> pattern.matcher(c.words()).find());
  }

  /**
   * Whether a mail system writes. By its name alone, before another address, that is believed only
   * of what is called a notice and is no answer: help desks call themselves so, too.
   */
  private static boolean isFromMailSystem(MailHeaders headers) {
    if (!matches(headers, "from", BOUNCE_SENDER)) {
      return false;
    }
    Set<String> addresses = Addresses.in(cut(headers.first("from").orElse("")));
    return addresses.isEmpty()
        || addresses.stream().anyMatch(a -> BOUNCE_SENDER.matcher(a).find())
        || (isOfSubject(headers) && !isAnswering(headers));
  }

  /** The header that makes a mail without a report look like a bounce. */
  static Optional<Clue> ofBounce(MailHeaders headers) {
    boolean isAuto =
        headers.first(SUBJECT).filter(s -> AUTO_SUBJECT.matcher(cut(s)).find()).isPresent();
    boolean isAnswer =
        headers.first(SUBJECT).filter(s -> ANSWER.matcher(cut(s)).find()).isPresent()
            && (headers.has("in-reply-to") || headers.has("references"));
    // Answering machines leave the return path empty, too.
    List<String> senders = isAnswering(headers) ? List.of("from") : List.of("from", "return-path");
    return Stream.of(
            clue(headers, "x-failed-recipients"),
            clue(headers, "content-type").filter(c -> lower(c).contains("delivery-status")),
            senders.stream()
                .flatMap(name -> clue(headers, name))
                .filter(c -> !isAuto && BOUNCE_SENDER.matcher(c.words()).find())
                .filter(c -> !c.where().endsWith("from") || isFromMailSystem(headers)),
            clue(headers, SUBJECT)
                .filter(c -> !isAuto && !isAnswer && BOUNCE_SUBJECT.matcher(c.words()).find()))
        .flatMap(s -> s)
        .findFirst();
  }

  private static Stream<Clue> clue(MailHeaders headers, String name) {
    return headers.first(name).stream().map(value -> Clue.of("header " + name, cut(value)));
  }

  private static String lower(Clue clue) {
    return clue.words().toLowerCase(Locale.ROOT);
  }

  private static String cut(String value) {
    return value.length() > MOST ? value.substring(0, MOST) : value;
  }
}
