package io.mailwright.operations.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  @TempDir private Path data;

  @Test
  void storesAFileToItsEnd() {
    Uploads uploads = new Uploads(data.resolve("uploads"), 10);
    assertThat(uploads.store(new ByteArrayInputStream(new byte[10]))).hasSize(10);
  }

  @Test
  void removesWhatAKilledProcessWasTakingInAndNothingElse() {
    Uploads uploads = new Uploads(data.resolve("uploads"), 10);
    uploads.discardUnfinished();
    Path whole = uploads.store(new ByteArrayInputStream(new byte[10]));
    AtomicReference<Path> part = new AtomicReference<>();
    uploads.store(
        new InputStream() {
          @Override
          public int read() throws IOException {
            // What lies there while the file comes in is what a kill would leave.
            part.set(keepCopy(whole));
            return -1;
          }
        });

    uploads.discardUnfinished();

    assertThat(part.get()).doesNotExist();
    assertThat(whole).exists();
  }

  private Path keepCopy(Path whole) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("uploads"))) {
      Path coming = files.filter(file -> !file.equals(whole)).findFirst().orElseThrow();
      return Files.copy(coming, coming.resolveSibling("left-" + coming.getFileName()));
    }
  }

  @Test
  void leavesNothingOfAFileThatIsTooLarge() {
    Uploads uploads = new Uploads(data.resolve("uploads"), 10);
    assertThatThrownBy(() -> uploads.store(new ByteArrayInputStream(new byte[11])))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BODY_TOO_LARGE));
    assertThat(data.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void leavesNothingOfAFileThatBreaksOff() {
    Uploads uploads = new Uploads(data.resolve("uploads"), 10);
    InputStream broken =
        new InputStream() {
          private int left = 3;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("connection reset");
            }
            return 'a';
          }
        };
    assertThatThrownBy(() -> uploads.store(broken))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UPLOAD_BROKEN));
    assertThat(data.resolve("uploads")).isEmptyDirectory();
  }
}
