package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataFolderTest {
  @TempDir Path temp;

  /** Holds a folder in a process of its own until its input ends. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      DataFolder folder = DataFolder.take(Path.of(args[0]));
      System.out.println("held " + folder.isHeld());
      while (System.in.read() >= 0) {
        // The test decides when this ends.
      }
    }
  }

  @Test
  void isCreatedWithItsParents() throws Exception {
    DataFolder folder = DataFolder.take(temp.resolve("a/b"));
    assertThat(folder.path()).isDirectory().isAbsolute();
    assertThat(folder.isHeld()).isTrue();
    assertThat(folder.folder("logs")).isDirectory();
    Files.writeString(folder.emptyFolder("run").resolve("left"), "by a kill");
    assertThat(folder.emptyFolder("run")).isEmptyDirectory();
  }

  @Test
  void saysInOneLineThatAFileIsInTheWay() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> DataFolder.take(file))
        .isInstanceOfSatisfying(
            StartFailure.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DATA_FOLDER_UNUSABLE);
              assertThat(e.line()).startsWith("MW-1803 ").contains("a file").doesNotContain("\n");
            });
    assertThatThrownBy(() -> DataFolder.take(file.resolve("below")))
        .isInstanceOf(StartFailure.class);
  }

  @Test
  void saysHowMuchRoomItLacks() throws Exception {
    DataFolder folder = DataFolder.take(temp.resolve("data"));
    folder.checkRoom(1);
    assertThatThrownBy(() -> folder.checkRoom(Long.MAX_VALUE))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("MB free");
  }

  @Test
  void belongsToOneProcessUntilThatIsKilled() throws Exception {
    Path path = temp.resolve("data");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("held true");
      assertThatThrownBy(() -> DataFolder.take(path))
          .isInstanceOfSatisfying(
              StartFailure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FOLDER_IN_USE))
          .hasMessageContaining("(process " + holder.pid() + ")");
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(DataFolder.take(path).isHeld()).isTrue();
  }

  @Test
  void readsItsSettingsFile() throws Exception {
    DataFolder folder = DataFolder.take(temp.resolve("data"));
    assertThat(folder.settings()).isEmpty();
    Files.writeString(
        folder.path().resolve("mailwright.properties"), "mailwright.workers=3\n# x\nB=\u4f60\n");
    assertThat(folder.settings()).isEqualTo(Map.of("mailwright.workers", "3", "B", "\u4f60"));
  }

  @Test
  void readsASettingsFileThatBeginsWithAByteOrderMark() throws Exception {
    DataFolder folder = DataFolder.take(temp.resolve("data"));
    Files.writeString(
        folder.path().resolve("mailwright.properties"), "\uFEFFmailwright.workers=3\n");
    assertThat(folder.settings()).isEqualTo(Map.of("mailwright.workers", "3"));
    Files.writeString(folder.path().resolve("mailwright.properties"), "");
    assertThat(folder.settings()).isEmpty();
  }

  @Test
  void namesTheFolderInsideThatAFileIsInTheWayOf() throws Exception {
    DataFolder folder = DataFolder.take(temp.resolve("data"));
    Path logs = Files.writeString(folder.path().resolve("logs"), "x");
    assertThatThrownBy(() -> folder.folder("logs"))
        .isInstanceOfSatisfying(
            StartFailure.class, e -> assertThat(e.line()).contains(logs + " cannot be created"));
  }

  @Test
  void isEmptiedForADemoOnlyIfADemoMadeIt() throws Exception {
    DataFolder fresh = DataFolder.take(temp.resolve("fresh"));
    fresh.emptyForDemo();
    Files.createDirectories(fresh.path().resolve("logs/old"));
    Files.writeString(fresh.path().resolve("logs/old/x"), "x");
    Files.createSymbolicLink(fresh.path().resolve("link"), temp);
    fresh.emptyForDemo();
    assertThat(fresh.path())
        .isDirectoryNotContaining(f -> f.endsWith("logs"))
        .isDirectoryNotContaining(f -> f.endsWith("link"));
    assertThat(temp).isNotEmptyDirectory();

    DataFolder real = DataFolder.take(temp.resolve("real"));
    Path precious = Files.writeString(real.path().resolve("mailwright.mv.db"), "precious");
    assertThatThrownBy(real::emptyForDemo)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("left alone");
    assertThat(precious).hasContent("precious");
  }
}
