package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void takesOurOptionsAndLeavesTheRestToTheServer() throws Exception {
    CommandLine line =
        CommandLine.parse(
            List.of(
                "--port",
                "8090",
                "--maxhttpthreads",
                "5",
                "--data",
                "d",
                "--demo",
                "--sslPort",
                "1"));
    assertThat(line.port()).isEqualTo(8090);
    assertThat(line.demo()).isTrue();
    assertThat(line.settings()).isEqualTo(Map.of("mailwright.data.dir", "d"));
    assertThat(line.payara()).containsExactly("--maxhttpthreads", "5", "--sslPort", "1");
  }

  @Test
  void readsValuesAfterAnEqualsSign() throws Exception {
    CommandLine line = CommandLine.parse(List.of("--data=x y", "--demo-stay=false"));
    assertThat(line.settings())
        .isEqualTo(Map.of("mailwright.data.dir", "x y", "mailwright.demo.stay", "false"));
    assertThat(line.demo()).isFalse();
    assertThat(line.port()).isEqualTo(8080);
  }

  @Test
  void refusesWhatWouldUndoItsChecks() {
    assertThatThrownBy(() -> CommandLine.parse(List.of("--autoBindHttp")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("--port");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--port")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--port", "70000")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("70000");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--port", "abc")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("abc");
  }

  @Test
  void refusesWhatNobodyKnows() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--foo"),
            List.of("--port", "8090", "--foo=1"),
            List.of("--sslport=1"),
            List.of("-x"),
            List.of("--maxhttpthreads"),
            List.of("--maxhttpthreads", "--lite"),
            List.of("word"))) {
      assertThatThrownBy(() -> CommandLine.parse(wrong))
          .as("%s", wrong)
          .isInstanceOfSatisfying(
              StartFailure.class, e -> assertThat(e.line()).startsWith("MW-1802 "));
    }
    List<String> right =
        List.of("--enableRequestTracing", "--accessLog", "a b", "--lite", "--deploy", "x.war");
    assertThat(CommandLine.parse(right).payara()).isEqualTo(right);
    List<String> traced = List.of("--enableRequestTracing", "10s", "y.war");
    assertThat(CommandLine.parse(traced).payara()).isEqualTo(traced);
  }

  @Test
  void takesAPortInEitherForm() throws Exception {
    assertThat(CommandLine.parse(List.of("--port=8090")).port()).isEqualTo(8090);
    assertThat(CommandLine.parse(List.of("--port", "8091")).port()).isEqualTo(8091);
  }

  @Test
  void printsHelpInsteadOfStarting() {
    assertThat(CommandLine.asksForHelp(new String[] {"--port", "1", "--help"})).isTrue();
    assertThat(CommandLine.asksForHelp(new String[] {"--port", "1"})).isFalse();
    assertThat(CommandLine.HELP).contains("--port", "--data");
  }
}
