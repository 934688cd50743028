package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** CSV or Excel, told by the first bytes, never by the name. */
enum FileKind {
  CSV,
  XLSX;

  private static final int ZIP = 0x504B0304;
  private static final int OLE2 = 0xD0CF11E0;

  /** Leaves the channel at its beginning. */
  static FileKind of(SeekableByteChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4);
    channel.position(0);
    while (head.hasRemaining() && channel.read(head) >= 0) {
      // a channel may give less than was asked for
    }
    channel.position(0);
    if (head.position() == 0) {
      throw new MailwrightException(
          ErrorCode.IMPORT_EMPTY,
          "The file is empty. Nothing was imported. Upload a file with a header line, for example:"
              + " email,name");
    }
    return switch (head.hasRemaining() ? 0 : head.getInt(0)) {
      case ZIP -> XLSX;
      case OLE2 ->
          throw new MailwrightException(
              ErrorCode.IMPORT_UNREADABLE,
              "This is an old Excel file (.xls) or one with a password. Nothing was imported. Save"
                  + " it as .xlsx without a password, or as CSV.");
      default -> CSV;
    };
  }
}
