package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The database as the application's data sources will see it.
 *
 * @param dataSourceClass the driver's data source
 * @param url with all parameters
 * @param user never blank: a blank one counts as not configured in the server
 * @param password never blank, for the same reason
 */
record DatabaseTarget(String dataSourceClass, String url, String user, String password) {
  private static final String H2_FILE = "jdbc:h2:file:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private static final String EMBEDDED_NAME = "mailwright";

  /** User and password of the embedded database, whose protection is that of its file. */
  private static final String EMBEDDED_USER = "sa";

  /**
   * From the settings {@code mailwright.db.*}; without them, an H2 file in the data folder.
   *
   * @throws StartFailure if the URL is of another database, or a relative path
   */
  static DatabaseTarget from(StartSettings settings, Path dataFolder) throws StartFailure {
    Optional<String> given = settings.find("mailwright.db.url");
    String url = given.orElse(H2_FILE + dataFolder.resolve(EMBEDDED_NAME));
    if (url.startsWith(H2_FILE) && isAbsolute(url)) {
      return new DatabaseTarget(
          "io.mailwright.runtime.database.OneWriterDataSource",
          withH2Defaults(url),
          settings.get("mailwright.db.user", EMBEDDED_USER),
          settings.get("mailwright.db.password", EMBEDDED_USER));
    }
    if (url.startsWith(POSTGRESQL)) {
      return new DatabaseTarget(
          "org.postgresql.ds.PGSimpleDataSource",
          withPostgresDefaults(url),
          required(settings, "mailwright.db.user"),
          required(settings, "mailwright.db.password"));
    }
    throw new StartFailure(
        ErrorCode.SETTING_UNUSABLE,
        "MAILWRIGHT_DB_URL must look like jdbc:postgresql://host:5432/database, or jdbc:h2:file: and an"
            + " absolute path. Leave it out to use a file in the data folder.");
  }

  // H2 refuses others, but only when the server has started.
  private static boolean isAbsolute(String h2Url) {
    return Path.of(h2Url.substring(H2_FILE.length()).split(";", 2)[0]).isAbsolute();
  }

  private static String required(StartSettings settings, String name) throws StartFailure {
    String spelling = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return settings
        .find(name)
        .orElseThrow(
            () ->
                new StartFailure(
                    ErrorCode.SETTING_UNUSABLE,
                    spelling + " is not set, and PostgreSQL needs it. Set it beside the URL."));
  }

  // H2 loses acknowledged commits on a kill unless it writes at once. And a connection that runs
  // the same query again may give its old result, if it ran first between another's change and
  // commit: a campaign that was just frozen would be read as not frozen.
  private static String withH2Defaults(String url) {
    String upper = url.toUpperCase(Locale.ROOT);
    String result = url;
    if (!upper.contains(";WRITE_DELAY=")) {
      result += ";WRITE_DELAY=0";
    }
    if (!upper.contains(";OPTIMIZE_REUSE_RESULTS=")) {
      result += ";OPTIMIZE_REUSE_RESULTS=0";
    }
    // A session parses anew what is not among its last statements; a chunk has some twenty.
    if (!upper.contains(";QUERY_CACHE_SIZE=")) {
      result += ";QUERY_CACHE_SIZE=64";
    }
    if (!upper.contains(";DB_CLOSE_ON_EXIT=")) {
      result += ";DB_CLOSE_ON_EXIT=FALSE";
    }
    // H2 takes a java.sql.Timestamp for a time on the session's clock. Where that goes back in
    // autumn, an hour comes twice, and each time in the second one would be stored an hour early.
    if (!upper.contains(";TIME ZONE=")) {
      result += ";TIME ZONE=UTC";
    }
    return result;
  }

  private static String withPostgresDefaults(String url) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("connectTimeout", "5");
    // A database that hangs is noticed within 30 s: the pool tries a connection it has, then a new
    // one,
    // whose log-in would otherwise take as long again.
    defaults.put("loginTimeout", "5");
    defaults.put("socketTimeout", "24");
    defaults.put("tcpKeepAlive", "true");
    // A node that is paused, or cut off, in the middle of a transaction would keep its locks from
    // the node that takes over for as long as it lasts.
    defaults.put("options", "-cidle_in_transaction_session_timeout=15s");
    defaults.put("ApplicationName", "mailwright");
    defaults.put("reWriteBatchedInserts", "true");
    StringBuilder result = new StringBuilder(url);
    defaults.forEach(
        (name, value) -> {
          if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
            result.append(result.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
            result.append(value);
          }
        });
    return result.toString();
  }

  boolean isPostgres() {
    return url.startsWith(POSTGRESQL);
  }

  /** The file of an H2 database on disk, whether it exists or not. */
  Optional<Path> h2File() {
    return h2File(url);
  }

  /** The same of a URL with all parameters. */
  static Optional<Path> h2File(String url) {
    if (!url.startsWith(H2_FILE)) {
      return Optional.empty();
    }
    String path = url.substring(H2_FILE.length());
    return Optional.of(Path.of(path.substring(0, path.indexOf(';')) + ".mv.db"));
  }

  /** The server and database of the URL, without parameters that might hold a secret. */
  String place() {
    int end = url.indexOf(isPostgres() ? '?' : ';');
    return end < 0 ? url : url.substring(0, end);
  }
}
