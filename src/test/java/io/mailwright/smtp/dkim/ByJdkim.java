package io.mailwright.smtp.dkim;

import io.mailwright.routing.signing.DnsRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.canon.RelaxedBodyCanonicalizer;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.impl.Message;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * Verifies signatures as a receiver does, by Apache jDKIM. It knows RSA only; of a signature by
 * Ed25519 it makes the canonical form, and the JDK verifies that.
 */
public final class ByJdkim {
  /** What comes before the 32 octets of a public key in the form that the JDK reads (RFC 8410). */
  private static final String ED25519_PREFIX = "302a300506032b6570032100";

  private ByJdkim() {}

  /**
   * Verifies all RSA signatures of a mail.
   *
   * @return those that were valid
   * @throws FailException if one is not
   */
  public static List<SignatureRecord> verify(byte[] mail, DnsRecord record) throws Exception {
    Map<String, String> dns = Map.of(record.name(), record.value());
    DKIMVerifier verifier =
        new DKIMVerifier(
            (methods, selector, domain) ->
                List.of(dns.getOrDefault(selector + "._domainkey." + domain, "v=DKIM1; p=")));
    List<SignatureRecord> valid = verifier.verify(new ByteArrayInputStream(mail));
    return valid == null ? List.of() : valid;
  }

  /** Whether the mail's only signature is a valid one by Ed25519 (RFC 8463). */
  public static boolean isValidEd25519(byte[] mail, DnsRecord record) throws Exception {
    Message message = new Message(new ByteArrayInputStream(mail));
    List<String> fields = message.getFields("DKIM-Signature");
    String field = fields.get(0);
    SignatureRecord signature =
        new SignatureRecordImpl(field.substring(field.indexOf(':') + 1).strip());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (RelaxedBodyCanonicalizer relaxed = new RelaxedBodyCanonicalizer(body)) {
      DKIMCommon.streamCopy(message.getBodyInputStream(), relaxed);
    }
    byte[] bodyHash = MessageDigest.getInstance("SHA-256").digest(body.toByteArray());
    Canonical canonical = new Canonical();
    canonical.initVerify((PublicKey) null);
    Canonical.check(message, signature, canonical);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key(record));
    verifier.update(MessageDigest.getInstance("SHA-256").digest(canonical.octets.toByteArray()));
    return fields.size() == 1
        && signature.getHashKeyType().toString().equals("ed25519")
        && MessageDigest.isEqual(bodyHash, signature.getBodyHash())
        && verifier.verify(signature.getSignature());
  }

  private static PublicKey key(DnsRecord record) throws Exception {
    String raw = record.value().substring(record.value().indexOf("p=") + 2);
    String encoded = ED25519_PREFIX + HexFormat.of().formatHex(Base64.getDecoder().decode(raw));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(encoded)));
  }

  /** Takes what jDKIM would verify. */
  private static final class Canonical extends Signature {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    Canonical() {
      super("canonical form");
    }

    static void check(Message message, SignatureRecord record, Signature signature)
        throws Exception {
      Access.check(message, record, signature);
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) {}

    @Override
    protected void engineInitSign(java.security.PrivateKey privateKey) {}

    @Override
    protected void engineUpdate(byte octet) {
      octets.write(octet);
    }

    @Override
    protected void engineUpdate(byte[] more, int from, int length) {
      octets.write(more, from, length);
    }

    @Override
    protected byte[] engineSign() {
      return new byte[0];
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return null;
    }
  }

  private static final class Access extends DKIMCommon {
    static void check(Message message, SignatureRecord record, Signature signature)
        throws Exception {
      signatureCheck(message, record, record.getHeaders(), signature);
    }
  }
}
