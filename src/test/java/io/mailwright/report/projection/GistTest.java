package io.mailwright.report.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GistTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.1.1 <Ada.L+x@mail.example>: Recipient address rejected: User unknown"
            + " | 5.1.1 <…>: Recipient address rejected: User unknown",
        "User 李雷@例子.公司 unknown | User … unknown",
        "5.2.1 The account is over quota. https://support.google.com/mail/?p=OverQuota"
            + " 4fb4d7f45d1cf-56ad3c1si9345712.123 - gsmtp"
            + " | 5.2.1 The account is over quota. https://support.google.com/mail/?p=OverQuota … - gsmtp",
        "5.5.0 mailbox unavailable [AM6PR0102CA0001.eurprd01.prod.exchangelabs.com 2026-11-26T12:01:02.123Z"
            + " 08DC4F7A2B] | 5.5.0 mailbox unavailable [….prod.exchangelabs.com … …]",
        "queue file 3F2A91C0B4: error writing | queue file …: error writing",
        "id=<7f.12.a@host1> taken before | id=<…> taken before",
        "4.7.0 Try again in 312 seconds, 12,031 wait | 4.7.0 Try again in … seconds, … wait",
        "5.7.1 Client host [127.0.0.3] blocked using zen.spamhaus.org"
            + " | 5.7.1 Client host [127.0.0.3] blocked using zen.spamhaus.org",
        "4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred"
            + " | 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred",
        "part of their network is on our block list (S3140) | part of their network is on our block list (S3140)",
        "no answer until 2026-11-26T23:46:11.054049Z | no answer until …",
        "takes no mail (null MX, RFC 7505) | takes no mail (null MX, RFC 7505)",
        "suppressed: HARD_BOUNCE | suppressed: HARD_BOUNCE",
      })
  void leavesOutWhatDiffersFromMailToMail(String text, String gist) {
    assertThat(Gist.of(text)).isEqualTo(gist);
  }
}
