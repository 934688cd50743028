package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Payara Micro, reached by reflection: it is in the same uber-jar, not among what we compile by.
 */
final class PayaraMicro {
  private static final String TYPE = "fish.payara.micro.PayaraMicro";
  private static final String RUNTIME = "fish.payara.micro.PayaraMicroRuntime";

  /** The name that Payara gives to ROOT.war. */
  private static final String APPLICATION = "ROOT";

  private PayaraMicro() {}

  /**
   * Boots the server and deploys the application; returns when both are done.
   *
   * @param args Payara Micro's options
   * @param log the file to point at when it fails
   * @throws StartFailure if the server does not boot or the application is not deployed
   */
  static void start(List<String> args, Path log) throws StartFailure {
    try {
      Class<?> type = Class.forName(TYPE);
      type.getMethod("main", String[].class).invoke(null, (Object) args.toArray(String[]::new));
      Object server = type.getMethod("getInstance").invoke(null);
      Object runtime = type.getMethod("getRuntime").invoke(server);
      Object names =
          Class.forName(RUNTIME).getMethod("getDeployedApplicationNames").invoke(runtime);
      if (!((Collection<?>) names).contains(APPLICATION)) {
        throw failure("the application was not deployed", log);
      }
    } catch (InvocationTargetException e) {
      throw failure(rootMessage(e), log);
    } catch (ClassNotFoundException e) {
      throw new StartFailure(
          ErrorCode.PACKAGE_INCOMPLETE,
          "This program file holds no server. Start the uber-jar: java -jar mailwright.jar.");
    } catch (ReflectiveOperationException e) {
      throw new StartFailure(
          ErrorCode.PACKAGE_INCOMPLETE,
          "The server in this program file is not the expected one (%s). Build it again."
              .formatted(e));
    }
  }

  /** A failure for which the log's grave entries give the reason, if there are any. */
  static StartFailure failure(String what, Path log) {
    String reason = ServerLog.firstFailure().orElse(what);
    Optional<Path> h2File = DatabaseTarget.h2File(System.getProperty("mailwright.db.url", ""));
    if (reason.equals(DamagedDatabase.WORDS) && h2File.isPresent()) {
      return DamagedDatabase.of(h2File.get());
    }
    for (ErrorCode code : ErrorCode.values()) {
      if (reason.startsWith(code.label() + " ")) {
        return new StartFailure(code, reason.substring(code.label().length()) + " " + story(log));
      }
    }
    return new StartFailure(
        ErrorCode.SERVER_NOT_STARTED,
        "The server did not start: " + reason.replaceFirst("\\.$", "") + ". " + story(log));
  }

  private static String story(Path log) {
    return "(The whole story is at the end of " + log + ".)";
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getName() : root.getMessage();
  }
}
