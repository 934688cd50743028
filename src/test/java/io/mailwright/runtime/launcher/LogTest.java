package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  @TempDir Path temp;

  private static LogRecord entry(String message) {
    LogRecord entry = new LogRecord(Level.INFO, message);
    entry.setLoggerName("a.b");
    return entry;
  }

  @Test
  void noMessageCanForgeAnEntry() {
    LogRecord entry = entry("one {0}");
    entry.setParameters(new Object[] {"x\r\n2026-01-01T00:00:00Z INFO forged"});
    entry.setThrown(new IllegalStateException("two\nthree"));
    List<String> lines = new LogLine().format(entry).lines().toList();
    assertThat(lines.get(0)).matches("\\d{4}-\\S+Z INFO \\[\\d+] a\\.b: one x");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("    "));
  }

  @Test
  void theCurrentFileKeepsItsNameAndOldOnesAreNumbered() throws Exception {
    Path file = temp.resolve("server.log");
    ServerLog log = new ServerLog(file, 100, 2);
    for (int i = 1; i <= 8; i++) {
      log.publish(entry("entry " + i + " " + "x".repeat(60)));
    }
    log.publish(entry("last"));
    log.close();
    assertThat(file).content().contains("last").doesNotContain("entry");
    assertThat(temp.resolve("server.log.1")).content().contains("entry 8");
    assertThat(temp.resolve("server.log.2")).content().contains("entry 7");
    assertThat(temp.resolve("server.log.3")).doesNotExist();
  }

  @Test
  void goesOnAtTheEndOfTheFile() throws Exception {
    Path file = Files.writeString(temp.resolve("server.log"), "before\n");
    ServerLog log = new ServerLog(file, 1_000_000, 2);
    log.publish(entry("after"));
    log.close();
    assertThat(file).content().startsWith("before\n").contains("after");
  }

  @Test
  void whatIsPrintedGoesToTheLogLineByLine() {
    Logger logger = Logger.getLogger("test.stdout");
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    PrintStream out = LoggedOutput.stream("test.stdout", Level.INFO);
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
            out.println("a handler that prints must not go round in circles");
          }

          @Override
          public void flush() {
            // Nothing is held back.
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
    logger.addHandler(handler);
    out.print("gr\u00fc");
    out.println("n");
    out.println();
    out.println("two");
    assertThat(logged).containsExactly("gr\u00fcn", "two");
  }

  @Test
  void aFailedStartIsToldByTheEntryThatSaysMost() throws Exception {
    ServerLog log = new ServerLog(temp.resolve("server.log"), 1_000_000, 2);
    log.publish(grave("Startup of context failed", null));
    Exception ours = new IllegalStateException("below");
    ours =
        new IllegalStateException("ours", ours) {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            return "MW-1813 The key file is damaged.";
          }
        };
    log.publish(grave("load", new IllegalStateException("around", ours)));
    log.publish(grave("later", new IllegalStateException("MW-1801 a consequence")));
    log.close();
    assertThat(ServerLog.firstFailure()).contains("MW-1813 The key file is damaged.");
    assertThat(PayaraMicro.failure("unknown", Path.of("server.log")).line())
        .isEqualTo(
            "MW-1813 The key file is damaged. (The whole story is at the end of server.log.)");
  }

  private static LogRecord grave(String message, Throwable thrown) {
    LogRecord entry = new LogRecord(Level.SEVERE, message);
    entry.setThrown(thrown);
    return entry;
  }
}
