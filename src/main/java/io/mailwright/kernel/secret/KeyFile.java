package io.mailwright.kernel.secret;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of 256 random bits in a file that only its owner can read. */
public final class KeyFile {
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private KeyFile() {}

  /**
   * The key in {@code keys/secret.key} of the data folder, made at first use.
   *
   * @param sealed asked if there is no such file: a new key could not open what was sealed before
   * @throws MailwrightException {@link ErrorCode#KEY_FILE_UNUSABLE} if it cannot be read or made,
   *     is damaged, or is missing though it is needed
   */
  public static SecretKey in(Path dataFolder, SealedSecrets sealed, SecureRandom random) {
    Path folder = dataFolder.resolve("keys");
    Path file = folder.resolve("secret.key");
    try {
      boolean posix = Files.getFileStore(existing(dataFolder)).supportsFileAttributeView("posix");
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(folder, attributes(posix, OWNER_FOLDER));
        if (sealed.exist()) {
          throw missing(file);
        }
        create(file, random, posix);
      }
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length != KEY_BYTES) {
        throw unusable(file, "does not hold a key of 256 bits", null);
      }
      return new SecretKeySpec(key, "AES");
    } catch (IOException e) {
      throw unusable(file, "cannot be read or made (" + reason(e) + ")", e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, "is damaged", e);
    }
  }

  private static Path existing(Path folder) throws IOException {
    return Files.createDirectories(folder);
  }

  /** Complete under another name first, so that a crash leaves no half a key. */
  private static void create(Path file, SecureRandom random, boolean posix) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path fresh =
        Files.createTempFile(file.getParent(), "secret", ".new", attributes(posix, OWNER_ONLY));
    try {
      Files.writeString(fresh, Base64.getEncoder().encodeToString(key) + "\n");
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another thread was first; its key is the key.
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] attributes(
      boolean posix, Set<PosixFilePermission> permissions) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static MailwrightException missing(Path file) {
    return new MailwrightException(
        ErrorCode.KEY_FILE_UNUSABLE,
        "The key file "
            + file
            + " is missing, and the database holds passwords or signing keys that only it opens."
            + " Nothing was changed. Copy it from your backup, or from the data folder of another"
            + " node on this database. If it is lost, make a new one (head -c 32 /dev/urandom |"
            + " base64 > "
            + file
            + ") and enter those passwords and make those keys again.");
  }

  /** The operating system's words; the JDK names the commonest refusals by their class alone. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return "a file of that name is in the way";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static MailwrightException unusable(Path file, String what, Exception cause) {
    return new MailwrightException(
        ErrorCode.KEY_FILE_UNUSABLE,
        "The key file "
            + file
            + " "
            + what
            + ". Stored secrets cannot be read without it; restore it from your backup, or let the"
            + " user that runs Mailwright write to that folder.",
        cause);
  }
}
