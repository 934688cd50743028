package io.mailwright.feedback.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.policy.RefusalReason;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices and answers in the forms and languages of many mail systems. */
class NoticeFormatsTest {
  private static final String NOTICE =
      """
      Return-Path: <>
      From: postmaster@mx.example
      Subject: Undeliverable: News
      Content-Type: text/plain; charset=utf-8

      %s
      """;

  private final FeedbackClassifier classifier = FeedbackClassifier.standard();

  private List<Finding> findings(String mail) {
    return classifier.classify(TestMails.of(mail)).findings();
  }

  private String said(String mail) {
    return findings(mail).stream()
        .map(f -> f.recipient() + " " + f.kind())
        .collect(Collectors.joining(", "));
  }

  private Finding refused(String status, String reply) {
    return findings(
            """
            From: MAILER-DAEMON@mx.example
            Subject: Undelivered Mail
            Content-Type: multipart/report; boundary=b

            --b
            Content-Type: text/plain

            <ann@example.net>: host mx.example.net[192.0.2.1] said: %s (in reply to RCPT TO command)
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; ann@example.net
            Action: failed
            Status: %s
            Diagnostic-Code: smtp; %s
            --b--
            """
                .formatted(reply, status, reply))
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The email address you entered couldn't be found.",
        "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.",
        "L'adresse de messagerie que vous avez entrée est introuvable.",
        "No se encontró la dirección de correo electrónico que especificó.",
        "Impossibile trovare l'indirizzo di posta elettronica immesso.",
        "Não foi possível encontrar o endereço de e-mail inserido.",
        "Het e-mailadres dat u hebt ingevoerd, is niet gevonden.",
        "Nie można znaleźć wprowadzonego adresu e-mail.",
        "Не удалось найти введенный вами адрес электронной почты.",
        "Girdiğiniz e-posta adresi bulunamadı.",
        "E-postadressen du angav hittades inte.",
        "Den angivne mailadresse blev ikke fundet.",
        "Zadaná e-mailová adresa nebyla nalezena.",
        "找不到您输入的电子邮件地址。",
        "找不到您輸入的電子郵件地址。",
        "Powód: nieznany użytkownik",
        "De ontvanger is onbekend.",
        "Böyle bir kullanıcı yok.",
        "宛先のメールアドレスは現在使用されておりません。",
        "原因：无此收件人",
        "原因：该邮箱已注销",
        "탈퇴한 회원입니다.",
        "Benutzer ann ist nicht im Domino-Verzeichnis aufgeführt",
        "Die Domain existiert nicht.",
        "Le domaine n'existe pas.",
        "El dominio no existe.",
        "Il dominio non esiste.",
        "O domínio não existe.",
        "Домен получателя не существует.",
        "退信原因：收件人域名未找到MX记录",
        "理由: 宛先のドメインが見つかりません。",
        "사유: 존재하지 않는 도메인입니다."
      })
  void knowsDeadAddressesInManyLanguages(String words) {
    assertThat(said(NOTICE.formatted("ann@example.net\n" + words)))
        .isEqualTo("ann@example.net HARD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Die Domain des Absenders existiert nicht.",
        "550 Ihre Domain existiert nicht.",
        "Le domaine de l'expéditeur n'existe pas.",
        "El dominio del remitente no existe.",
        "Il dominio del mittente non esiste.",
        "O domínio do remetente não existe.",
        "Het adres van de afzender bestaat niet.",
        "Adres nadawcy nie istnieje.",
        "Gönderen adresi bulunamadı.",
        "Die Absenderdomain wurde nicht gefunden.",
        "Domaine de l'expéditeur introuvable.",
        "Dominio del remitente no encontrado.",
        "Domínio do remetente não encontrado.",
        "退信原因：发件人域名未找到MX记录",
        "사유: 발신자 도메인을 찾을 수 없습니다.",
        "退信原因：您的账号不存在发信权限",
        "退信原因：邮件被对方服务器识别为垃圾邮件，用户不存在",
        "退信原因：对方域名不存在，系统将在24小时内继续尝试投递"
      })
  void doesNotTakeWordsOnTheSenderOrTheMailForTheRecipient(String words) {
    assertThat(said(NOTICE.formatted("ann@example.net\n" + words)))
        .isEqualTo("ann@example.net SOFT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "连接对方服务器超时\n建议：请确认收件人地址是否正确，如果地址不存在请更换后重试。",
        "对方服务器拒绝接收您的邮件。可能是收件人不存在，也可能是对方服务器故障。",
        "对方服务器拒绝接收您的邮件\n可能原因：\n1. 收件人地址不存在\n2. 对方服务器故障",
        "受信サーバに接続できません。\n宛先のアドレスが存在しない場合や、ドメイン指定受信の場合があります。",
        "상대 메일 서버가 응답하지 않습니다. 사용자가 존재하지 않거나 서버 장애일 수 있습니다.",
        "Сервер получателя не отвечает. Возможно, такой пользователь не существует.",
        "Serwer nie odpowiada. Być może adres nie istnieje.",
        "in reply to RCPT TO: 550 message refused. The most common cause is that the mailbox does"
            + " not exist.",
        "rejected\n\nIf the domain does not exist or the host was not found, correct the address."
      })
  void doesNotTakeWhatIsOnlySupposedForAReason(String words) {
    assertThat(said(NOTICE.formatted("ann@example.net\n" + words)))
        .isEqualTo("ann@example.net SOFT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "对方邮箱地址不存在，请检查后重新发送",
        "Host example.net not found\n\nPlease reply if you feel this message to be in error.",
        "550 5.1.1 User unknown. If you believe that this is wrong, call us."
      })
  void believesTheReasonBesideAdvice(String words) {
    assertThat(said(NOTICE.formatted("ann@example.net\n" + words)))
        .isEqualTo("ann@example.net HARD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5.1.1 | 550 5.1.1 Message rejected as spam by recipient filter | SPAM",
        "5.1.1 | 550 5.1.1 High probability of spam | SPAM",
        "5.1.1 | 550 5.1.1 垃圾邮件 拒收 | SPAM",
        "5.1.1 | 552 5.1.1 message too big | TOO_BIG",
        "5.1.1 | 550 5.1.1 attachment type not allowed | CONTENT",
        "5.1.1 | 554 5.1.1 mail loop detected | NETWORK",
        "5.1.1 | 550 5.1.1 forwarding loop | NETWORK",
        "5.1.1 | 550 5.1.1 cannot verify user at this time: LDAP temporary failure | SYSTEM",
        "5.1.1 | 550 5.1.1 Recipient server is temporarily overloaded | FILTERED",
        "5.1.1 | 550 5.1.1 authentication required | FILTERED",
        "5.1.1 | 550 5.1.1 only members may post to this list | FILTERED",
        "5.1.1 | 550 5.1.1 <ann@example.net>: Recipient address rejected: undeliverable address:"
            + " connect to backend[192.0.2.1]:25: Connection timed out | FILTERED",
        "5.1.1 | 451 5.1.1 user lookup deferred | USER_UNKNOWN",
        "5.1.2 | 550 5.1.2 we do not relay for this domain | RELAYING",
        "5.1.3 | 553 5.1.3 Invalid From address | SENDER_REFUSED",
        "5.7.1 | 550 5.7.1 Unknown user in From header | SENDER_REFUSED",
        "5.4.4 | 550 5.4.4 unable to resolve sender domain | SENDER_REFUSED",
        "5.0.0 | 550 mailbox unavailable: invalid DNS MX or A/AAAA resource record |"
            + " SENDER_REFUSED",
        "5.4.4 | 550 5.4.4 SERVFAIL looking up example.net | NETWORK",
        "5.0.0 | 550 mailbox unavailable, account is overdue | SUSPENDED"
      })
  void believesPlainWordsBeforeAStatusThatContradictsThem(
      String status, String reply, RefusalReason reason) {
    Finding finding = refused(status, reply);
    assertThat(finding.kind()).isEqualTo(FindingKind.SOFT);
    assertThat(finding.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "La boîte aux lettres du destinataire est pleine et ne peut pas accepter de messages.",
        "La cassetta postale del destinatario è piena.",
        "A caixa de correio do destinatário está cheia.",
        "Het postvak van de ontvanger is vol.",
        "Skrzynka pocztowa adresata jest pełna.",
        "Alıcının posta kutusu dolu.",
        "Mottagarens postlåda är full.",
        "Poštovní schránka příjemce je plná.",
        "A címzett postafiókja megtelt."
      })
  void knowsFullMailboxesInManyLanguages(String words) {
    assertThat(findings(NOTICE.formatted("ann@example.net\n" + words)))
        .singleElement()
        .extracting(Finding::reason)
        .isEqualTo(RefusalReason.MAILBOX_FULL);
  }

  @ParameterizedTest
  @CsvSource({
    "5.0.350,550 5.0.350 Remote server returned an error -> 550 5.1.10 RESOLVER.ADR.NotFound",
    "5.0.0,550-5.1.1 No account of that name",
    "5.0.0,553 RP:URC 202 mx can not find user"
  })
  void findsTheStatusOrTheWordsThatTellMost(String status, String reply) {
    assertThat(refused(status, reply).kind()).isEqualTo(FindingKind.HARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SMTP error, RCPT TO: Host mx.example.net(192.0.2.4) RCPT TO said 550 User not found",
        "The error that the other server returned was: 550 550 Unknown user ann (state 14)."
      })
  void knowsByItsFormWhatWasSaidInAnswerToRcpt(String words) {
    assertThat(said(NOTICE.formatted("ann@example.net\n" + words)))
        .isEqualTo("ann@example.net HARD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Autosvar: News",
        "Automatisk svar: News",
        "Automaattinen vastaus: News",
        "Autoodpowiedź: News",
        "Odpowiedź automatyczna: News",
        "Automatická odpověď: News",
        "Automatikus válasz: News",
        "Otomatik Yanıt: News",
        "Αυτόματη απάντηση: News",
        "Автоматична відповідь: News",
        "자동 회신: News",
        "[부재중 자동응답] News",
        "【自動返信】News",
        "News (Out of Office)"
      })
  void knowsAnsweringMachinesInManyLanguages(String subject) {
    assertThat(
            said(
                """
                From: Ann <ann@example.net>
                Subject: %s
                Content-Type: text/plain; charset=utf-8

                The mailbox bob@example.net does not exist any more.
                """
                    .formatted(subject)))
        .isEqualTo("ann@example.net AUTO_REPLY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Autogenerated: Reply",
        "Delivered-To: Autoresponder",
        "X-POST-MessageClass: 9; Autoresponder",
        "X-Autoreply-From: ann@example.net"
      })
  void knowsAnsweringMachinesByTheirOwnFields(String field) {
    assertThat(
            said(
                """
                Return-Path: <>
                From: Ann <ann@example.net>
                Subject: Re: News
                %s

                I am away. 550 5.1.1 user unknown
                """
                    .formatted(field)))
        .isEqualTo("ann@example.net AUTO_REPLY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "投递失败通知| 您的包裹 550 投递失败，地址不存在，请联系 ann@example.net",
        "Посылка не доставлено| Заказ 550: адрес не существует, ann@example.net",
        "Returned mail| I get \"550 5.1.1 user unknown\" when I write to ann@example.net. Why?"
      })
  void takesNoAddressForDeadByWhatAPersonOrAShopWrites(String mail) {
    String[] parts = mail.split("\\|");
    assertThat(
            findings(
                """
                Return-Path: <bob@shop.example>
                From: Bob <bob@shop.example>
                Subject: %s
                Content-Type: text/plain; charset=utf-8

                %s
                """
                    .formatted(parts[0], parts[1])))
        .noneMatch(f -> f.kind() == FindingKind.HARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Absender: ",
        "Von: ",
        "Expéditeur : ",
        "De : ",
        "Remitente: ",
        "Remetente: ",
        "Mittente: ",
        "Afzender: ",
        "Nadawca: ",
        "Отправитель: ",
        "От: ",
        "Gönderen: ",
        "보낸 사람: ",
        "发信人：",
        "送信元："
      })
  void takesNoSenderForARecipient(String label) {
    assertThat(
            said(
                NOTICE.formatted(
                    label + "<news@shop.example>\n\n<ann@example.net>: 550 5.1.1 User unknown")))
        .isEqualTo("ann@example.net HARD");
  }

  @Test
  void findsNobodyWhoIsOnlyAskedForHelp() {
    assertThat(
            said(
                NOTICE.formatted(
                    """
                    Delivery to ann@example.net failed: 550 5.1.1 User unknown.

                    Questions? Write to helpdesk@mx.example.
                    Please reply to Postmaster@mx.example.
                    """)))
        .isEqualTo("ann@example.net HARD");
    assertThat(
            said(
                NOTICE.formatted(
                    """
                    ann@mx.example: 550 5.1.1 User unknown
                    support@mx.example: 550 5.1.1 User unknown
                    """)))
        .isEqualTo("ann@mx.example HARD, support@mx.example HARD");
  }

  @Test
  void readsThePageWhereTheTextOnlyPointsToIt() {
    assertThat(
            said(
                """
                From: postmaster@mx.example
                Subject: Undeliverable: News
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                Please view this message as HTML.
                --b
                Content-Type: text/html

                <p>Delivery to <a href="mailto:ann@example.net">Ann</a> failed.</p>
                <p>550 5.1.1 User unknown</p>
                --b--
                """))
        .isEqualTo("ann@example.net HARD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relayed: News", "Successful Mail Delivery Report"})
  void takesNewsOfSuccessForNoBounce(String subject) {
    assertThat(
            said(
                """
                Return-Path: <>
                From: postmaster@mx.example
                Subject: %s

                <ann@example.net>: delivered to mailbox
                """
                    .formatted(subject)))
        .isEqualTo("ann@example.net NONE");
  }
}
