package io.mailwright.smtp.dkim;

import java.security.MessageDigest;
import java.util.List;

/**
 * The relaxed form of a body (RFC 6376 section 3.4.4), fed to a digest as it is made: blanks in a
 * line become one space, blanks at its end and empty lines at the end of the body go. Runs may
 * break anywhere, even within a line end. For one thread and one body.
 */
final class RelaxedBody {
  private static final int BUFFER = 2048;

  private final MessageDigest digest;
  private final byte[] buffer = new byte[BUFFER];
  private int size;
  private boolean blanks;
  private boolean carriageReturn;
  private int lineEnds;
  private boolean empty = true;

  private RelaxedBody(MessageDigest digest) {
    this.digest = digest;
  }

  /** The digest of the relaxed form of a body that goes over these runs. */
  static byte[] digest(List<byte[]> runs, MessageDigest digest) {
    RelaxedBody body = new RelaxedBody(digest);
    for (byte[] run : runs) {
      body.add(run);
    }
    return body.end();
  }

  private void add(byte[] run) {
    int i = 0;
    while (i < run.length) {
      byte octet = run[i];
      if (carriageReturn || octet == '\r' || octet == ' ' || octet == '\t') {
        special(octet);
        i++;
      } else {
        beforeContent();
        i = copy(run, i);
      }
    }
  }

  private void special(byte octet) {
    if (carriageReturn) {
      carriageReturn = false;
      if (octet == '\n') {
        lineEnds++;
        blanks = false;
        return;
      }
      // Not a line end, so it is content like any other octet.
      beforeContent();
      put((byte) '\r');
    }
    switch (octet) {
      case '\r' -> carriageReturn = true;
      case ' ', '\t' -> blanks = true;
      default -> {
        beforeContent();
        put(octet);
      }
    }
  }

  /** Copies up to the next octet that may be part of a blank or a line end. */
  private int copy(byte[] run, int from) {
    int i = from;
    while (i < run.length) {
      byte octet = run[i];
      if (octet == ' ' || octet == '\r' || octet == '\t') {
        return i;
      }
      put(octet);
      i++;
    }
    return i;
  }

  private void beforeContent() {
    empty = false;
    for (; lineEnds > 0; lineEnds--) {
      put((byte) '\r');
      put((byte) '\n');
    }
    if (blanks) {
      blanks = false;
      put((byte) ' ');
    }
  }

  private void put(byte octet) {
    if (size == BUFFER) {
      digest.update(buffer, 0, size);
      size = 0;
    }
    buffer[size++] = octet;
  }

  private byte[] end() {
    if (carriageReturn) {
      beforeContent();
      put((byte) '\r');
    }
    if (!empty) {
      put((byte) '\r');
      put((byte) '\n');
    }
    digest.update(buffer, 0, size);
    return digest.digest();
  }
}
