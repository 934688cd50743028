package io.mailwright.kernel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  @TempDir private Path data;

  @Test
  void opensWhatItSealedAfterARestart() {
    String sealed = box().seal(SecretUse.MAIL_SERVER, "pässwörd");
    assertThat(sealed).doesNotContain("pässwörd");
    assertThat(box().seal(SecretUse.MAIL_SERVER, "pässwörd")).isNotEqualTo(sealed);
    assertThat(box().open(SecretUse.MAIL_SERVER, sealed)).isEqualTo("pässwörd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1:", "v1:AAAA", "v1:%%%", "hunter2"})
  void refusesWhatItDidNotSeal(String sealed) {
    refuses(sealed);
  }

  @Test
  void refusesWhatWasChanged() {
    String sealed = box().seal(SecretUse.MAIL_SERVER, "secret");
    char other = sealed.charAt(10) == 'A' ? 'B' : 'A';
    refuses(sealed.substring(0, 10) + other + sealed.substring(11));
  }

  @Test
  void keepsTheKeyForItsOwnerOnly() throws IOException {
    SecretKey key = KeyFile.in(data, () -> false, RANDOM);
    Path file = data.resolve("keys/secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFile.in(data, () -> false, RANDOM)).isEqualTo(key);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void refusesADamagedKeyFileAndKeepsIt() throws IOException {
    KeyFile.in(data, () -> false, RANDOM);
    Path file = data.resolve("keys/secret.key");
    Files.writeString(file, "short");
    assertThatThrownBy(() -> KeyFile.in(data, () -> false, RANDOM))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_FILE_UNUSABLE));
    assertThat(file).hasContent("short");
  }

  @Test
  void makesNoNewKeyForWhatAnotherHasSealed() {
    assertThatThrownBy(() -> KeyFile.in(data, () -> true, RANDOM))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_FILE_UNUSABLE))
        .hasMessageContaining("backup");
    assertThat(data.resolve("keys")).isEmptyDirectory();
    SecretKey key = KeyFile.in(data, () -> false, RANDOM);
    assertThat(KeyFile.in(data, () -> true, RANDOM)).isEqualTo(key);
  }

  private SecretBox box() {
    return new SecretBox(KeyFile.in(data, () -> false, RANDOM), RANDOM);
  }

  private void refuses(String sealed) {
    assertThatThrownBy(() -> box().open(SecretUse.MAIL_SERVER, sealed))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_UNREADABLE));
  }

  @Test
  void saysWhyTheKeyFileCannotBeMadeInPlainWords(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("keys"), "a file, not a folder");
    assertThatThrownBy(() -> KeyFile.in(data, () -> false, RANDOM))
        .hasMessageContaining("cannot be read or made (")
        .hasMessageNotContaining("Exception");
  }
}
