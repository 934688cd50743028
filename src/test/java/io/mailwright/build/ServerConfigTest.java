package io.mailwright.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code server-config} names must exist: it is run by nobody here. */
class ServerConfigTest {
  private static final Path FOLDER = Path.of("server-config");

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file));
  }

  @Test
  void theImageCopiesOnlyWhatIsThereOrBuilt() throws Exception {
    List<String> sources =
        lines("Dockerfile").stream()
            .filter(line -> line.startsWith("COPY ") || line.startsWith("ADD "))
            .flatMap(line -> Stream.of(line.split("\\s+")).skip(1).filter(w -> !w.startsWith("--")))
            .filter(word -> !word.startsWith("/"))
            .toList();
    assertThat(sources).isNotEmpty();
    String build = Files.readString(Path.of("pom.xml"));
    for (String source : sources) {
      boolean isBuilt =
          build.contains(source.replaceFirst("^target/", "\\${project.build.directory}/"));
      assertThat(isBuilt || Files.exists(Path.of(source))).as(source).isTrue();
    }
  }

  @Test
  void everyClassInTheLogConfigurationExists() throws Exception {
    Properties logging = new Properties();
    try (var reader = Files.newBufferedReader(FOLDER.resolve("logging.properties"))) {
      logging.load(reader);
    }
    for (String name : logging.stringPropertyNames()) {
      if (name.endsWith("handlers") || name.endsWith(".formatter")) {
        assertThat(Class.forName(logging.getProperty(name))).as(name).isNotNull();
      }
    }
    assertThat(logging.getProperty("io.mailwright.console.useParentHandlers")).isEqualTo("false");
  }

  @Test
  void bootCommandsAreCommandsOrComments() throws Exception {
    assertThat(lines("pre-boot-commands.txt"))
        .allMatch(
            line ->
                line.isBlank()
                    || line.startsWith("#")
                    || line.startsWith("set configs.")
                    || line.startsWith("set resources."));
  }
}
