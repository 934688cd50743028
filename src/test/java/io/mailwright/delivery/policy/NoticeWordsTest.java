package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of notices that sound like others: a live address that is suppressed is the worst. */
class NoticeWordsTest {
  private final ReplyClassifier rules = ReplyClassifier.standard();

  private RefusalReason reason(String status, int code, Refusal.Place place, String words) {
    return rules
        .judge(
            new Refusal(
                Optional.ofNullable(status).flatMap(EnhancedStatus::leading),
                code == 0 ? OptionalInt.empty() : OptionalInt.of(code),
                place,
                words))
        .reason();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5.7.1 | 554 | 554 5.7.1 This server does not accept mail from dynamic IP ranges (in reply to RCPT TO command)
          5.7.1 | 554 | 554 5.7.1 Recipient domain does not accept mail from unauthenticated senders
          5.7.1 | 554 | 554 5.7.1 Your message has been moved to quarantine
                | 0   | Your message has been moved to the junk folder
                | 553 | 553 your domain does not exist (in reply to MAIL FROM command)
          5.7.1 | 550 | 550 5.7.1 Access denied, unknown host
          5.7.1 | 554 | 收件人服务器返回错误：554 5.7.1 rejected
                | 550 | 550 发件人域名不存在
                | 550 | 550 发件人地址不存在
                | 0   | 送信者アドレスが見つかりません
                | 0   | Адрес отправителя не существует
                | 550 | 550 Absenderadresse existiert nicht
                | 550 | 550 adresse de l'expéditeur invalide
                | 550 | 550 dirección del remitente no existe
                | 550 | 550 endereço do remetente inexistente
                | 550 | 550 indirizzo del mittente inesistente
          5.7.1 | 554 | 554 5.7.1 Your message to this recipient has been blocked as spam
          """)
  void holdsNothingAgainstTheAddressThatIsSaidOfTheSender(String status, int code, String words) {
    for (Refusal.Place place :
        new Refusal.Place[] {Refusal.Place.NOTICE, Refusal.Place.NOTICE_AT_RCPT}) {
      assertThat(reason(status, code, place, words))
          .as("%s: %s", place, words)
          .satisfies(reason -> assertThat(reason.isHard()).isFalse());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "使用者不存在",
        "無此使用者",
        "查無此帳號",
        "无此用户",
        "550 존재하지 않는 사용자입니다",
        "ユーザは存在しない",
        "550 Utilisateur inconnu",
        "550 Unbekannter Benutzer",
        "550 Unbekannter Empfänger",
        "550 Addressee unknown",
        "550 This account has been deleted",
        "550 Bad destination mailbox address"
      })
  void knowsAnUnknownUserInOtherLanguages(String words) {
    int code = words.startsWith("550") ? 550 : 0;
    assertThat(reason(null, code, Refusal.Place.NOTICE_AT_RCPT, words))
        .isEqualTo(RefusalReason.USER_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"信箱已滿", "收件箱已满", "郵箱已滿", "메일박스 용량 초과", "Quota überschritten", "cuota excedida"})
  void knowsAFullMailboxInOtherLanguages(String words) {
    assertThat(reason(null, 0, Refusal.Place.NOTICE, words)).isEqualTo(RefusalReason.MAILBOX_FULL);
  }

  /** Who spoke is added for rules that ask for it, and says nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.1.1 User unknown {at d123a.ess.barracudanetworks.com} {to example.net}",
        "550 5.1.1 User unknown {by relay02.provider.net} {to example.net}",
        "550 5.1.1 User unknown {at anti-virus.example.net} {to spam.example}"
      })
  void takesNamesOfHostsForNoWords(String words) {
    assertThat(reason("5.1.1", 550, Refusal.Place.NOTICE_AT_RCPT, words))
        .isEqualTo(RefusalReason.USER_UNKNOWN);
  }
}
