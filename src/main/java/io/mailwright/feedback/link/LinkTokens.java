package io.mailwright.feedback.link;

import io.mailwright.content.link.ReaderLinks;
import io.mailwright.kernel.secret.DerivedKeys;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and hides what a link says, so that it needs no database to be checked, cannot be made or
 * altered by others, and shows nobody an address. A token is the first 128 bits of the HMAC-SHA-256
 * of its use and content, which is also the counter block under which AES-256 hides the content
 * (the construction of RFC 5297, with HMAC for CMAC); in base64url. Thread-safe.
 */
public final class LinkTokens {
  private static final int SIGNATURE = 16;

  /** Longer ones are none of ours. */
  private static final int LONGEST = 4 * ReaderLinks.LONGEST_TARGET;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final ThreadLocal<Mac> mac;
  private final ThreadLocal<Cipher> cipher = ThreadLocal.withInitial(LinkTokens::newCipher);
  private final SecretKey hiding;

  /** With keys of their own. */
  public LinkTokens(DerivedKeys keys) {
    SecretKey signing = keys.of("links: sign");
    this.hiding = new SecretKeySpec(keys.of("links: hide").getEncoded(), "AES");
    this.mac = ThreadLocal.withInitial(() -> newMac(signing));
  }

  private static Mac newMac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES is not available", e);
    }
  }

  /** The token of a content: always the same one. */
  public String seal(LinkUse use, byte[] content) {
    byte[] signature = sign(use, content);
    byte[] hidden = hide(signature, content);
    byte[] token = Arrays.copyOf(signature, SIGNATURE + hidden.length);
    System.arraycopy(hidden, 0, token, SIGNATURE, hidden.length);
    return ENCODER.encodeToString(token);
  }

  /** The content of a token; empty if it is none, was altered, or is for another use. */
  public Optional<byte[]> open(LinkUse use, String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (all.length < SIGNATURE || !ENCODER.encodeToString(all).equals(token)) {
      return Optional.empty();
    }
    byte[] signature = Arrays.copyOf(all, SIGNATURE);
    byte[] content = hide(signature, Arrays.copyOfRange(all, SIGNATURE, all.length));
    return MessageDigest.isEqual(signature, sign(use, content))
        ? Optional.of(content)
        : Optional.empty();
  }

  private byte[] sign(LinkUse use, byte[] content) {
    Mac own = mac.get();
    own.update(use.code());
    return Arrays.copyOf(own.doFinal(content), SIGNATURE);
  }

  /** Twice is not at all. */
  private byte[] hide(byte[] signature, byte[] content) {
    try {
      Cipher own = cipher.get();
      own.init(Cipher.ENCRYPT_MODE, hiding, new IvParameterSpec(signature));
      return own.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES is not available", e);
    }
  }
}
