package io.mailwright.audience.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Knows a few Chinese names by their bytes. A detector that counts needs many lines, and takes less
 * for Thai or Cyrillic. Of the characters in Chinese names nearly all are among the 3,755 commonest
 * (level 1 of GB 2312); letters of other scripts make pairs of such bytes by chance only.
 */
public final class ChineseBytes {
  /** The charset that all Chinese ones of the mainland are a part of. */
  public static final Charset GB18030 = Charset.forName("GB18030");

  private static final Charset GB2312 = Charset.forName("GB2312");
  private static final int FIRST_COMMON = 0xB0;
  private static final int LAST_COMMON = 0xD7;
  private static final int COMMON_FOR_ONE_OTHER = 9;

  private ChineseBytes() {}

  /** Whether all of it decodes and what is not ASCII is common Chinese, but for one in ten. */
  static boolean areLikely(byte[] bytes) {
    String text;
    try {
      text = GB18030.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    return isLikely(text);
  }

  /** Whether what decoded in that charset, but for ASCII, is common Chinese, but for one in ten. */
  public static boolean isLikely(String text) {
    int common = 0;
    int others = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      int row = String.valueOf(c).getBytes(GB2312)[0] & 0xFF;
      if (row >= FIRST_COMMON && row <= LAST_COMMON) {
        common++;
      } else if (row < 0xA1 || row >= FIRST_COMMON) {
        others++; // the rows between hold signs and wide letters, which say nothing
      }
    }
    return common > 0 && others * COMMON_FOR_ONE_OTHER <= common;
  }
}
