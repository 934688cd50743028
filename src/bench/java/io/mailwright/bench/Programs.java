package io.mailwright.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Other programs: those of this machine, and those that are built to be measured against. */
final class Programs {
  /** The same JVM as ours. */
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Path PEERS = Path.of("target", "peers");

  private Programs() {}

  /** A program on the search path, or where Debian keeps those of administrators. */
  static Optional<String> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Builds the Java peers; without network if what they need is there. */
  static boolean buildJavaPeers() throws IOException, InterruptedException {
    String maven = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
    String pom = Path.of("src", "bench", "peers", "pom.xml").toString();
    return isDone(Path.of("."), maven, "-o", "-q", "-f", pom, "compile")
        || isDone(Path.of("."), maven, "-q", "-f", pom, "compile");
  }

  /** The class path of the Java peers. */
  static String javaPeers() {
    return PEERS.resolve("classes") + File.pathSeparator + PEERS.resolve("lib") + "/*";
  }

  /** Fetches what the Node peer needs. */
  static Optional<Path> buildNodePeer() throws IOException, InterruptedException {
    Optional<String> npm = find("npm");
    if (npm.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Files.createDirectories(PEERS.resolve("node"));
    for (String file : List.of("package.json", "nodemailer.js")) {
      Files.copy(
          Path.of("src", "bench", "peers", "node", file),
          folder.resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.exists(folder.resolve("node_modules"))
            || isDone(folder, npm.get(), "install", "--no-audit", "--no-fund")
        ? Optional.of(folder.resolve("nodemailer.js"))
        : Optional.empty();
  }

  private static boolean isDone(Path folder, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createDirectories(PEERS).resolve("build.log").toAbsolutePath();
    return new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor()
        == 0;
  }
}
