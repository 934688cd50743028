package io.mailwright.kernel.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ann@example.net, ann@example.net",
    "Ann.B+News@Example.NET, ann.b+news@example.net",
    "' ann@example.net\t', ann@example.net",
    "\u3000ann@example.net\u00A0, ann@example.net",
    "o'brien@example.net, o'brien@example.net",
    "!#$%&*+-/=?^_`{|}~@example.net, !#$%&*+-/=?^_`{|}~@example.net",
    "ann@xn--bcher-kva.example, ann@xn--bcher-kva.example",
    "ann@B\u00dcCHER.example, ann@xn--bcher-kva.example",
    "ann@bu\u0308cher.example, ann@xn--bcher-kva.example",
    "ann@stra\u00dfe.de, ann@xn--strae-oqa.de",
    "ann@\u4f8b\u5b50\u3002\u4e2d\u56fd, ann@xn--fsqu00a.xn--fiqs8s",
    "ann@\uff45xample.net, ann@example.net",
    "ann@r3---sn.example.net, ann@r3---sn.example.net",
    "\u5f20\u4f1f@example.net, \u5f20\u4f1f@example.net",
    "JOSE\u0301@example.net, jos\u00e9@example.net",
  })
  void keepsWhatWasWrittenAndDerivesTheKey(String written, String key) {
    EmailAddress address = EmailAddress.of(written);

    assertThat(address.key()).isEqualTo(key);
    assertThat(written).contains(address.written());
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY",
    "'   ', EMPTY",
    "ann, NO_AT",
    "ann.example.net, NO_AT",
    "@example.net, LOCAL_PART_EMPTY",
    "ann@, DOMAIN_EMPTY",
    "ann@bob@example.net, SEVERAL_AT",
    "ann b@example.net, SPACE",
    "ann@exam ple.net, SPACE",
    "Ann <ann@example.net>, DISPLAY_NAME",
    "<ann@example.net>, DISPLAY_NAME",
    "'\"ann b\"@example.net', SPACE",
    "'\"ann\"@example.net', LOCAL_PART_QUOTED",
    "'\"a@b\"@example.net', LOCAL_PART_QUOTED",
    ".ann@example.net, LOCAL_PART_DOT",
    "ann.@example.net, LOCAL_PART_DOT",
    "an..n@example.net, LOCAL_PART_DOT",
    "'an,n@example.net', LOCAL_PART_CHARACTER",
    "an(n)@example.net, LOCAL_PART_CHARACTER",
    "an\\n@example.net, LOCAL_PART_CHARACTER",
    "ann;bob@example.net, LOCAL_PART_CHARACTER",
    "ann@localhost, DOMAIN_WITHOUT_DOT",
    "ann@[127.0.0.1], DOMAIN_LITERAL",
    "ann@127.0.0.1, DOMAIN_LITERAL",
    "ann@.example.net, DOMAIN_DOT",
    "ann@example..net, DOMAIN_DOT",
    "ann@example.net., DOMAIN_DOT",
    "ann@-example.net, LABEL_HYPHEN",
    "ann@example-.net, LABEL_HYPHEN",
    "ann@exa_mple.net, DOMAIN_CHARACTER",
    "'ann@exa,mple.net', DOMAIN_CHARACTER",
    "ann@exa\u2044mple.net, DOMAIN_CHARACTER",
    "ann@\u0301example.net, DOMAIN_CHARACTER",
    "an\u200bn@example.net, INVISIBLE_CHARACTER",
    "ann@exam\u202eple.net, INVISIBLE_CHARACTER",
    "\ufeffann@example.net, INVISIBLE_CHARACTER",
    "ann\u3164@example.net, INVISIBLE_CHARACTER",
    "an\ufffdn@example.net, BROKEN_CHARACTER",
  })
  void refusesWithTheReason(String written, AddressRefusal reason) {
    assertThat(EmailAddress.check(written)).isEqualTo(new AddressVerdict.Refused(reason));
  }

  @Test
  void refusesLineBreaksAndNulWhereverTheyStand() {
    for (String bad : new String[] {"\r\n", "\n", "\r", "\0", "\u0085", "\u007f"}) {
      for (String text :
          new String[] {
            "ann@example.net" + bad,
            bad + "ann@example.net",
            "ann" + bad + "@example.net",
            "ann@example.net" + bad + "RCPT TO:<bob@example.net>"
          }) {
        assertThat(EmailAddress.check(text))
            .isEqualTo(new AddressVerdict.Refused(AddressRefusal.CONTROL_CHARACTER));
      }
    }
  }

  @Test
  void takesCharactersThatEndInALineBreaksByteAndSaysThatTheyNeedUtf8() {
    EmailAddress local = EmailAddress.of("\u760a@example.net");
    EmailAddress domain = EmailAddress.of("ann@\u760a.example");

    assertThat(local.needsSmtpUtf8()).isTrue();
    assertThat(local.forEnvelope().getBytes(StandardCharsets.UTF_8))
        .doesNotContain((byte) '\n', (byte) '\r');
    assertThat(domain.needsSmtpUtf8()).isFalse();
    assertThat(domain.forEnvelope()).isEqualTo("ann@xn--zty.example").matches("\\p{ASCII}+");
  }

  @Test
  void holdsToTheLimitsOfSmtp() {
    String label = "b".repeat(63);
    String domain = label + "." + label + "." + "c".repeat(61);
    String longest = "a".repeat(64) + "@" + domain;

    assertThat(longest).hasSize(254);
    assertThat(EmailAddress.of(longest).written()).isEqualTo(longest);
    assertRefused("a" + longest, AddressRefusal.TOO_LONG);
    assertRefused("a".repeat(65) + "@example.net", AddressRefusal.LOCAL_PART_TOO_LONG);
    assertRefused("\u4e2d".repeat(22) + "@example.net", AddressRefusal.LOCAL_PART_TOO_LONG);
    assertRefused("ann@b" + label + ".net", AddressRefusal.LABEL_TOO_LONG);
    assertRefused("ann@" + "\u4e2d\u56fd".repeat(30) + ".net", AddressRefusal.LABEL_TOO_LONG);
    assertRefused("a".repeat(64) + "@" + "b".repeat(255), AddressRefusal.TOO_LONG);
    assertRefused("a".repeat(64) + "@" + "b".repeat(256), AddressRefusal.TOO_LONG);
    assertRefused("a@" + (label + ".").repeat(3) + "cc" + ".d".repeat(31), AddressRefusal.TOO_LONG);
    assertRefused("a".repeat(5_000_000), AddressRefusal.TOO_LONG);
  }

  private static void assertRefused(String text, AddressRefusal reason) {
    assertThat(EmailAddress.check(text)).isEqualTo(new AddressVerdict.Refused(reason));
  }

  @Test
  void encodesLikeTheJdkWhereBothStandardsAgree() {
    Random random = new Random(20261124);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder label = new StringBuilder();
      int length = 1 + random.nextInt(12);
      for (int k = 0; k < length; k++) {
        switch (random.nextInt(3)) {
          case 0 -> label.append((char) ('a' + random.nextInt(26)));
          case 1 -> label.append((char) (0x4E00 + random.nextInt(5000)));
          default -> label.append((char) (0x0430 + random.nextInt(32)));
        }
      }
      String domain = label + ".example";
      assertThat(EmailAddress.of("a@" + domain).domain()).isEqualTo(java.net.IDN.toASCII(domain));
    }
  }

  @Test
  void neverFailsAndTheKeyOfAKeyIsTheKey() {
    Random random = new Random(7);
    String alphabet =
        "aAbB09.-_+@@..\"<> \r\n\0\u00e9\u0130\u00df\u03a3\u4e2d\u760a\ud83d\ude00\u200b";
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(14);
      for (int k = 0; k < length; k++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (random.nextBoolean()) {
        text.append("@exam\u00df.net");
      }
      if (EmailAddress.check(text.toString()) instanceof AddressVerdict.Accepted a) {
        accepted++;
        String key = a.address().key();
        assertThat(EmailAddress.of(key).key()).isEqualTo(key);
        assertThat(a.address().domain()).matches("[a-z0-9.-]+");
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  @Test
  void saysWhyWithANumberAndWithoutTheAddress() {
    assertThatThrownBy(() -> EmailAddress.of("secret.example.net"))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ADDRESS);
              assertThat(e).hasMessageContaining("no @").hasMessageNotContaining("secret");
            });
  }

  @ParameterizedTest
  @EnumSource(AddressRefusal.class)
  void hasEveryReasonInBothLanguages(AddressRefusal reason) {
    assertThat(reason.wording().english()).isNotBlank();
    assertThat(reason.wording().chinese()).matches(".*\\p{IsHan}.*");
  }
}
