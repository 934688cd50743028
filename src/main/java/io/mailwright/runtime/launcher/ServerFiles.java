package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that tell Payara Micro where to listen and to log, written anew at each start into
 * {@code run} in the data folder, because they depend on the settings.
 */
final class ServerFiles {
  private static final String LISTENER =
      "configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener";

  private final Path folder;

  /**
   * @param folder where they are written
   */
  ServerFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the commands that Payara runs before it boots: the listener's address, then the user's
   * own.
   *
   * @param own a file of further commands
   * @return the file
   */
  Path preBootCommands(HttpAddress http, Optional<String> own) throws StartFailure {
    StringBuilder commands = new StringBuilder("# Written by Mailwright at each start.\n");
    commands.append("set ").append(LISTENER).append(".address=");
    commands.append(http.address().getHostAddress()).append('\n');
    if (own.isPresent()) {
      try {
        commands.append(Files.readString(Path.of(own.get())));
      } catch (IOException e) {
        throw new StartFailure(
            ErrorCode.SETTING_UNUSABLE,
            "The file after --prebootcommandfile cannot be read (%s).".formatted(Reasons.of(e)));
      }
    }
    return written("pre-boot-commands.txt", commands.toString());
  }

  /**
   * Writes the log configuration: the packaged one, with the log's place.
   *
   * @param log the server log's file
   * @return the file
   */
  Path logging(Path log) throws StartFailure {
    try (InputStream packaged =
        ServerFiles.class.getResourceAsStream("/MICRO-INF/logging.properties")) {
      if (packaged == null) {
        throw new StartFailure(
            ErrorCode.PACKAGE_INCOMPLETE,
            "This program file holds no logging.properties. Build or download it again.");
      }
      String text = new String(packaged.readAllBytes(), StandardCharsets.UTF_8);
      // In properties files a backslash is an escape.
      String file = log.toString().replace("\\", "\\\\");
      return written(
          "logging.properties", text + "\n" + ServerLog.class.getName() + ".file=" + file + "\n");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Path written(String name, String text) throws StartFailure {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private StartFailure unwritable(IOException e) {
    return new StartFailure(
        ErrorCode.DATA_FOLDER_UNUSABLE,
        "%s cannot be written (%s). Check its rights and the disk."
            .formatted(folder, Reasons.of(e)));
  }
}
