package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Driver;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * PostgreSQL's driver as it lies in the application's archive inside the uber-jar, unpacked for the
 * check at start and thrown away with {@link #close}; the application loads its own copy.
 */
final class BundledDriver implements AutoCloseable {
  private static final String WAR = "/MICRO-INF/deploy/ROOT.war";
  private static final String JAR = "WEB-INF/lib/postgresql-";

  private final Path file;
  private final URLClassLoader loader;
  private final Driver driver;

  private BundledDriver(Path file, URLClassLoader loader, Driver driver) {
    this.file = file;
    this.loader = loader;
    this.driver = driver;
  }

  /**
   * Unpacks and loads it.
   *
   * @param folder where a file may be written for a while
   * @throws StartFailure if the program file does not hold it
   */
  static BundledDriver unpack(Path folder) throws StartFailure {
    try {
      Path file = Files.createTempFile(folder, "postgresql-", ".jar");
      try (InputStream war = BundledDriver.class.getResourceAsStream(WAR)) {
        if (war == null || !copied(war, file)) {
          Files.delete(file);
          throw new StartFailure(
              ErrorCode.PACKAGE_INCOMPLETE,
              "This program file holds no PostgreSQL driver. Build or download it again.");
        }
      }
      URLClassLoader loader =
          new URLClassLoader(
              new URL[] {file.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
      Class<?> type = loader.loadClass("org.postgresql.Driver");
      return new BundledDriver(file, loader, (Driver) type.getDeclaredConstructor().newInstance());
    } catch (IOException | ReflectiveOperationException e) {
      throw new StartFailure(
          ErrorCode.PACKAGE_INCOMPLETE,
          "The PostgreSQL driver cannot be unpacked (%s). Check the data folder's disk, or build"
                  .formatted(Reasons.of(e))
              + " or download the program again.");
    }
  }

  private static boolean copied(InputStream war, Path file) throws IOException {
    ZipInputStream entries = new ZipInputStream(war);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      if (entry.getName().startsWith(JAR)) {
        Files.copy(entries, file, StandardCopyOption.REPLACE_EXISTING);
        return true;
      }
    }
    return false;
  }

  Driver driver() {
    return driver;
  }

  @Override
  public void close() throws StartFailure {
    try {
      loader.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StartFailure(
          ErrorCode.DATA_FOLDER_UNUSABLE,
          "The temporary file %s cannot be removed (%s).".formatted(file, Reasons.of(e)));
    }
  }
}
