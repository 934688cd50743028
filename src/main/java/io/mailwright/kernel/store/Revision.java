package io.mailwright.kernel.store;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Set;

/** Which version of a thing a change was made for. */
public sealed interface Revision {

  /** The version that the caller saw. */
  static Revision of(int version) {
    return new Seen(Set.of(version));
  }

  /** One of the versions that the caller saw. */
  static Revision oneOf(Set<Integer> versions) {
    return new Seen(versions);
  }

  /** Whatever is stored now: for steps that no person decided on an older look. */
  static Revision latest() {
    return new Latest();
  }

  /**
   * Refuses when the stored version is another one.
   *
   * @throws MailwrightException {@link ErrorCode#STALE_VERSION}
   */
  void check(int stored, String noun, long id);

  /** The refusal itself. */
  static MailwrightException stale(String noun, long id, Throwable cause) {
    return new MailwrightException(
        ErrorCode.STALE_VERSION,
        "The "
            + noun
            + (id > 0 ? " " + id : "")
            + " was changed by someone else meanwhile. Your change was not made; read it again and"
            + " repeat what you still want.",
        cause);
  }

  /**
   * Some versions, any of which will do.
   *
   * @param versions each 1 or more
   */
  record Seen(Set<Integer> versions) implements Revision {
    public Seen {
      versions = Set.copyOf(versions);
    }

    @Override
    public void check(int stored, String noun, long id) {
      if (!versions.contains(stored)) {
        throw stale(noun, id, null);
      }
    }
  }

  /** Any version. */
  record Latest() implements Revision {
    @Override
    public void check(int stored, String noun, long id) {}
  }
}
