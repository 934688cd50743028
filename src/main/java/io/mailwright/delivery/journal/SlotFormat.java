package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.AddressNews;
import io.mailwright.delivery.ledger.ClaimKey;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a segment's slots look: an intent of 128 octets and, behind it, its outcome of 384. Each has
 * a mark, a checksum and its segment's number, so that what an earlier use of the file left behind
 * is never taken for a note of this one. Words of reply and reason are cut to fit; the ledger gets
 * them whole unless the process dies in between.
 */
final class SlotFormat {
  static final int INTENT_SIZE = 128;
  static final int OUTCOME_SIZE = 384;
  static final int SLOT_SIZE = INTENT_SIZE + OUTCOME_SIZE;

  private static final int INTENT_MARK = 0x4d57494e;
  private static final int OUTCOME_MARK = 0x4d574f55;
  private static final int CHECKED_FROM = 8;
  private static final long NONE = Long.MIN_VALUE;
  private static final int LONGEST_STATUS = 11;
  private static final int LONGEST_WHY = 130;
  private static final int LONGEST_TEXT = 178;

  private SlotFormat() {}

  /** What stands in one half of a slot. */
  sealed interface Read<T> {
    /** Nothing of this segment. */
    record Empty<T>() implements Read<T> {}

    /** Something that cannot be read: the segment cannot be trusted. */
    record Damaged<T>() implements Read<T> {}

    /** A note. */
    record Note<T>(long sequence, T value) implements Read<T> {}
  }

  static byte[] intent(long segment, long sequence, Intent intent) {
    ByteBuffer out = ByteBuffer.allocate(INTENT_SIZE);
    head(out, segment, sequence);
    ClaimKey claim = intent.claim();
    out.putLong(intent.campaignId())
        .putLong(claim.deliveryId())
        .putLong(claim.fence())
        .putInt(claim.lane())
        .putInt(claim.attempts());
    return sealed(out, INTENT_MARK);
  }

  static Read<Intent> readIntent(byte[] slot, long segment) {
    ByteBuffer in = ByteBuffer.wrap(slot, 0, INTENT_SIZE);
    return read(
        in.slice(),
        INTENT_MARK,
        segment,
        notes -> {
          long campaignId = notes.getLong();
          long deliveryId = notes.getLong();
          long fence = notes.getLong();
          return new Intent(
              campaignId, new ClaimKey(deliveryId, notes.getInt(), notes.getInt(), fence));
        });
  }

  static byte[] outcome(long segment, long sequence, Settlement s) {
    ByteBuffer out = ByteBuffer.allocate(OUTCOME_SIZE);
    head(out, segment, sequence);
    out.put((byte) s.state().code())
        .put((byte) (s.wasTried() ? 1 : 0))
        .put((byte) s.address().code());
    out.putShort((short) (int) s.reply().map(SmtpReply::code).orElse(0));
    out.putLong(s.dueAt().map(SlotFormat::micros).orElse(NONE));
    out.putLong(s.serverId().orElse(NONE));
    out.putLong(micros(s.at()));
    text(out, s.reply().flatMap(SmtpReply::status).map(Object::toString), LONGEST_STATUS);
    text(out, s.why(), LONGEST_WHY);
    text(out, s.reply().map(SmtpReply::text), LONGEST_TEXT);
    return sealed(out, OUTCOME_MARK);
  }

  static Read<Settlement> readOutcome(byte[] slot, long segment, ClaimKey claim) {
    ByteBuffer in = ByteBuffer.wrap(slot, INTENT_SIZE, OUTCOME_SIZE);
    return read(in.slice(), OUTCOME_MARK, segment, notes -> settlement(notes, claim));
  }

  private static Settlement settlement(ByteBuffer in, ClaimKey claim) {
    DeliveryState state = DeliveryState.ofCode(in.get());
    boolean tried = in.get() == 1;
    AddressNews address = AddressNews.ofCode(in.get());
    int code = in.getShort();
    long due = in.getLong();
    long server = in.getLong();
    Instant at = instant(in.getLong());
    Optional<EnhancedStatus> status = text(in, LONGEST_STATUS).flatMap(EnhancedStatus::leading);
    Optional<String> why = text(in, LONGEST_WHY);
    String text = text(in, LONGEST_TEXT).orElse("");
    return new Settlement(
        claim,
        state,
        tried,
        due == NONE ? Optional.empty() : Optional.of(instant(due)),
        why,
        server == NONE ? Optional.empty() : Optional.of(server),
        code == 0 ? Optional.empty() : Optional.of(new SmtpReply(code, status, text)),
        at,
        address);
  }

  private interface Body<T> {
    T of(ByteBuffer notes);
  }

  private static <T> Read<T> read(ByteBuffer in, int mark, long segment, Body<T> body) {
    int found = in.getInt();
    int checksum = in.getInt();
    if (found == 0 && checksum == 0) {
      return new Read.Empty<>();
    }
    if (found != mark || checksum != checksum(in.array(), in.arrayOffset(), in.capacity())) {
      return new Read.Damaged<>();
    }
    if (in.getLong() != segment) {
      return new Read.Empty<>();
    }
    return new Read.Note<>(in.getLong(), body.of(in));
  }

  private static void head(ByteBuffer out, long segment, long sequence) {
    out.position(CHECKED_FROM);
    out.putLong(segment).putLong(sequence);
  }

  private static byte[] sealed(ByteBuffer out, int mark) {
    byte[] bytes = out.array();
    out.putInt(0, mark).putInt(4, checksum(bytes, 0, bytes.length));
    return bytes;
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from + CHECKED_FROM, length - CHECKED_FROM);
    return (int) crc.getValue();
  }

  private static void text(ByteBuffer out, Optional<String> text, int most) {
    int start = out.position();
    if (text.isEmpty()) {
      out.putShort((short) -1);
    } else {
      byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
      int length = Math.min(bytes.length, most);
      while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
        length--;
      }
      out.putShort((short) length).put(bytes, 0, length);
    }
    out.position(start + Short.BYTES + most);
  }

  private static Optional<String> text(ByteBuffer in, int most) {
    int start = in.position();
    int length = in.getShort();
    Optional<String> text = Optional.empty();
    if (length >= 0) {
      byte[] bytes = new byte[length];
      in.get(bytes);
      text = Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
    in.position(start + Short.BYTES + most);
    return text;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
