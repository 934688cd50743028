package io.mailwright.smtp.dkim;

import io.mailwright.content.program.MailSigner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/**
 * Signs with each of a domain's keys, relaxed in header and body (RFC 6376 section 3.5): a receiver
 * that cannot verify one algorithm passes over that signature (RFC 8463 section 3).
 */
final class DkimSigner implements MailSigner {
  private static final byte[] NAME = "dkim-signature".getBytes(StandardCharsets.US_ASCII);
  private static final String NEXT_LINE = "\r\n\t";
  private static final int LINE = 72;
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(LINE, NEXT_LINE.getBytes(StandardCharsets.US_ASCII));

  private final List<SigningKey> keys;
  private final Clock clock;

  /**
   * @param keys one of each algorithm, at least one
   */
  DkimSigner(List<SigningKey> keys, Clock clock) {
    this.keys = List.copyOf(keys);
    this.clock = clock;
  }

  @Override
  public byte[] sign(byte[] header, List<byte[]> body) {
    SignedFields fields = SignedFields.of(header);
    String bodyHash = BASE64.encodeToString(RelaxedBody.digest(body, sha256()));
    StringBuilder signatures = new StringBuilder(keys.size() * 1024);
    for (SigningKey key : keys) {
      String unsigned = unsigned(key, fields.names(), bodyHash);
      byte[] octets = unsigned.getBytes(StandardCharsets.US_ASCII);
      RelaxedText own = new RelaxedText(octets.length);
      own.field(NAME, octets, NAME.length, octets.length);
      signatures.append(unsigned);
      signatures.append(LINES.encodeToString(key.sign(fields.relaxed(), own.toBytes())));
      signatures.append("\r\n");
    }
    return signatures.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The field up to the value of b=, which is the last tag so that nothing follows it. */
  private String unsigned(SigningKey key, String names, String bodyHash) {
    StringBuilder field = new StringBuilder(512).append("DKIM-Signature: v=1; a=");
    field.append(key.algorithmTag()).append("; c=relaxed/relaxed;").append(NEXT_LINE);
    field.append("d=").append(key.domain()).append(';').append(NEXT_LINE);
    field.append("s=").append(key.selector()).append("; t=");
    field.append(clock.instant().getEpochSecond()).append(';').append(NEXT_LINE);
    field.append("h=");
    int from = 0;
    while (names.length() - from > LINE) {
      int to = names.lastIndexOf(':', from + LINE) + 1;
      field.append(names, from, to).append(NEXT_LINE);
      from = to;
    }
    field.append(names, from, names.length()).append(';').append(NEXT_LINE);
    return field
        .append("bh=")
        .append(bodyHash)
        .append(';')
        .append(NEXT_LINE)
        .append("b=")
        .toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
