package io.mailwright.content.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentRulesTest {

  private static AttachmentUpload file(String name, String type, String base64, String inlineId) {
    return new AttachmentUpload(name, type, base64, Optional.ofNullable(inlineId));
  }

  private static void refuses(AttachmentUpload upload, String field, String words) {
    AttachmentUpload good = file("ok.txt", "text/plain", "QQ==", null);
    assertThatThrownBy(() -> AttachmentRules.accept(List.of(good, upload)))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.ATTACHMENT_NOT_USABLE);
              assertThat(refusal.field()).contains("attachments[1]." + field);
              assertThat(refusal.getMessage()).contains(words);
            });
  }

  @Test
  void decodesInOrder() {
    var accepted =
        AttachmentRules.accept(
            List.of(
                file("报价单 2026.pdf", "application/pdf", " aGVs\r\n bG8=\n", null),
                file("l.png", "image/png; name=\"l.png\"", "QQ==", "logo@example.com")));
    assertThat(accepted.get(0).bytes()).asString().isEqualTo("hello");
    assertThat(accepted.get(0).name()).isEqualTo("报价单 2026.pdf");
    assertThat(accepted.get(1).inlineId()).contains("logo@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a/b",
        "..\\b",
        "..",
        "a\nb",
        "a\u0000b",
        "a\u2028b",
        "a\u202Egpj.exe",
        "a\uD83D"
      })
  void refusesNamesThatAreMoreThanANames(String name) {
    refuses(file(name, "text/plain", "QQ==", null), "name", "file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/",
        "/plain",
        "text/plain\r\nBcc: x",
        "text/plain; charset",
        "tex t/plain",
        "multipart/mixed",
        "message/rfc822",
        "text/html; a=\"x\ny\""
      })
  void refusesContentTypesThatAreNone(String type) {
    refuses(file("a", type, "QQ==", null), "contentType", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "QQ=|cut off",
        "QUJDR|cut off",
        "data:text/plain;base64,QQ==|comma",
        "QU-_|URL-safe",
        "Q!==|offset 1, U+0021",
        "Q=Q=|padding",
        "''|empty",
        "' '|empty"
      })
  void explainsWhatIsWrongWithTheBase64(String base64, String words) {
    refuses(file("a", "text/plain", base64, null), "base64", words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<logo>", "a b", "a\r\nb", "é"})
  void refusesInlineIdsThatNeedQuoting(String id) {
    refuses(file("a.png", "image/png", "QQ==", id), "inlineId", "1 to 100");
  }

  @Test
  void refusesTheSameInlineIdTwice() {
    AttachmentUpload logo = file("a.png", "image/png", "QQ==", "logo");
    assertThatThrownBy(() -> AttachmentRules.accept(List.of(logo, logo)))
        .hasMessageContaining("already");
  }

  @Test
  void takesTenMegabytesTogetherAndNotAByteMore() {
    String half = Base64.getMimeEncoder().encodeToString(new byte[AttachmentRules.MOST_BYTES / 2]);
    AttachmentUpload upload = file("a.bin", "application/octet-stream", half, null);
    assertThat(AttachmentRules.accept(List.of(upload, upload))).hasSize(2);
    AttachmentUpload one = file("b.bin", "application/octet-stream", "QQ==", null);
    assertThatThrownBy(() -> AttachmentRules.accept(List.of(upload, one, upload)))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            refusal -> assertThat(refusal.field()).contains("attachments"));
    AttachmentUpload huge = file("c", "text/plain", "A".repeat(20_000_000), null);
    assertThatThrownBy(() -> AttachmentRules.accept(List.of(huge))).hasMessageContaining("10 MB");
    assertThatThrownBy(() -> AttachmentRules.accept(Collections.nCopies(51, one)))
        .hasMessageContaining("at most 50");
  }
}
