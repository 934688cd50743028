package io.mailwright.feedback.link;

import io.mailwright.kernel.secret.DerivedKeys;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;

/** Keys for tests. */
public final class TestKeys {
  private TestKeys() {}

  /** The same for the same seed. */
  public static DerivedKeys of(int seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return new DerivedKeys(new SecretKeySpec(key, "AES"));
  }
}
