package io.mailwright.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.content.program.MailBody;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigner;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.routing.signing.DkimAlgorithm;
import io.mailwright.routing.signing.DnsRecord;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.VariedMails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {
  private static final int MAILS = 300;
  private static SigningKey rsa;
  private static SigningKey rsaByJdk;
  private static SigningKey ed25519ByJdk;
  private static DnsRecord rsaRecord;
  private static SigningKey ed25519;
  private static DnsRecord ed25519Record;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    rsa = key("r1", DkimAlgorithm.RSA_SHA256, pair, FastSignatures.provider());
    rsaByJdk = key("r1", DkimAlgorithm.RSA_SHA256, pair, Optional.empty());
    rsaRecord =
        new DnsRecord(
            "r1._domainkey.example.com",
            "v=DKIM1; k=rsa; p=" + base64(pair.getPublic().getEncoded()));
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    ed25519 = key("e1", DkimAlgorithm.ED25519_SHA256, pair, FastSignatures.provider());
    ed25519ByJdk = key("e1", DkimAlgorithm.ED25519_SHA256, pair, Optional.empty());
    ed25519Record =
        new DnsRecord(
            "e1._domainkey.example.com",
            "v=DKIM1; k=ed25519; p="
                + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
  }

  private static SigningKey key(
      String selector, DkimAlgorithm algorithm, KeyPair pair, Optional<Provider> provider) {
    return new SigningKey("example.com", selector, algorithm, pair.getPrivate(), provider);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static DkimSigner by(SigningKey... keys) {
    return new DkimSigner(List.of(keys), TestEntities.CLOCK);
  }

  private static byte[] octets(MailBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] made(
      MailSigner signer, MailSender sender, MailHeader header, RenderedMail mail)
      throws IOException {
    return octets(
        MessageProgram.of(sender, mail.attachments(), Optional.of(signer)).encode(header, mail));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void receiversVerifyMailsOfAllSorts(long seed) throws Exception {
    VariedMails varied = new VariedMails(seed);
    for (int i = 0; i < MAILS; i++) {
      MailSender sender = varied.sender();
      MailHeader header = varied.header();
      RenderedMail mail = varied.mail();
      byte[] byRsa = made(by(rsa), sender, header, mail);
      assertThat(ByJdkim.verify(byRsa, rsaRecord)).as("seed %d, mail %d", seed, i).hasSize(1);
      assertThat(new String(byRsa, StandardCharsets.ISO_8859_1).split("\r\n"))
          .allMatch(line -> line.length() < 999);
      byte[] byEd25519 = made(by(ed25519), sender, header, mail);
      assertThat(ByJdkim.isValidEd25519(byEd25519, ed25519Record))
          .as("seed %d, mail %d", seed, i)
          .isTrue();
    }
  }

  @Test
  void signsAnAddressInUtf8AsItStands() throws Exception {
    MailSender sender =
        new MailSender(EmailAddress.of("news@example.com"), Optional.of("Ü"), Optional.empty());
    MailHeader header =
        new MailHeader(
            EmailAddress.of("用户@例子.example"),
            Optional.of("王"),
            "<1.2@x.example>",
            TestEntities.NOW);
    RenderedMail mail = new RenderedMail("S", "<p>H</p>", Optional.empty(), List.of());
    byte[] made = made(by(ed25519), sender, header, mail);
    assertThat(new String(made, StandardCharsets.UTF_8)).contains("<用户@xn--fsqu00a.example>");
    assertThat(ByJdkim.isValidEd25519(made, ed25519Record)).isTrue();
    assertThat(ByJdkim.verify(made(by(rsa), sender, header, mail), rsaRecord)).hasSize(1);
  }

  @Test
  void breaksWhenTheMailIsChangedOrASecondSenderIsAdded() throws Exception {
    VariedMails varied = new VariedMails(4);
    String mail =
        new String(
            made(by(rsa), varied.sender(), varied.header(), varied.mail()),
            StandardCharsets.ISO_8859_1);
    for (String changed :
        List.of(
            mail.replaceFirst("\r\nSubject:", "\r\nSubject: x"),
            mail + "x\r\n",
            mail.replaceFirst("\r\nDate:", "\r\nFrom: other@example.org\r\nDate:"))) {
      assertThatThrownBy(
              () -> ByJdkim.verify(changed.getBytes(StandardCharsets.ISO_8859_1), rsaRecord))
          .isInstanceOf(FailException.class);
    }
  }

  @Test
  void signsWithOneKeyOfEachAlgorithm() throws Exception {
    VariedMails varied = new VariedMails(5);
    String mail =
        new String(
            made(by(rsa, ed25519), varied.sender(), varied.header(), varied.mail()),
            StandardCharsets.ISO_8859_1);
    assertThat(mail).startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n");
    int second = mail.indexOf("DKIM-Signature: v=1; a=ed25519-sha256;");
    String first = mail.substring(0, second) + mail.substring(mail.indexOf("\r\nDate:") + 2);
    assertThat(ByJdkim.verify(first.getBytes(StandardCharsets.ISO_8859_1), rsaRecord)).hasSize(1);
    byte[] other = mail.substring(second).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ByJdkim.isValidEd25519(other, ed25519Record)).isTrue();
  }

  @Test
  void theJdkMakesTheSameSignaturesWhereTheFastProviderDoesNotRun() throws Exception {
    VariedMails varied = new VariedMails(6);
    for (int i = 0; i < 20; i++) {
      MailSender sender = varied.sender();
      MailHeader header = varied.header();
      RenderedMail mail = varied.mail();
      assertThat(made(by(rsa, ed25519), sender, header, mail))
          .isEqualTo(made(by(rsaByJdk, ed25519ByJdk), sender, header, mail));
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void theFastProviderRunsOnLinux() {
    assertThat(FastSignatures.provider()).isPresent();
  }

  @Test
  void showsNoKeyInWords() {
    assertThat(rsa.toString()).isEqualTo("SigningKey[r1, example.com, RSA_SHA256]");
  }
}
