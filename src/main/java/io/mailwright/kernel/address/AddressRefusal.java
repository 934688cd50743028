package io.mailwright.kernel.address;

import io.mailwright.kernel.text.Wording;

/** Why an address is not taken. The name is stable and is what files and tests refer to. */
public enum AddressRefusal {
  EMPTY("The address is empty", "地址为空"),
  CONTROL_CHARACTER(
      "The address contains a line break, NUL or another control character", "地址含有换行、NUL 或其他控制字符"),
  INVISIBLE_CHARACTER(
      "The address contains an invisible character or one that changes the writing direction",
      "地址含有不可见字符或改变书写方向的字符"),
  BROKEN_CHARACTER(
      "The address contains a broken character: the file was probably read in the wrong encoding",
      "地址含有损坏的字符:文件编码可能不正确"),
  SPACE("The address contains a space", "地址中含有空格"),
  TOO_LONG("The address is longer than 254 octets", "地址超过 254 个字节"),
  NO_AT("There is no @ in the address", "地址中没有 @"),
  SEVERAL_AT("There is more than one @ in the address", "地址中有多个 @"),
  DISPLAY_NAME(
      "Only the bare address is taken, without a name or angle brackets", "只接受纯地址,不含姓名和尖括号"),
  LOCAL_PART_EMPTY("There is nothing before the @", "@ 前面为空"),
  LOCAL_PART_QUOTED("A quoted part before the @ is not supported", "不支持 @ 前带引号的写法"),
  LOCAL_PART_TOO_LONG("The part before the @ is longer than 64 octets", "@ 前面的部分超过 64 个字节"),
  LOCAL_PART_DOT(
      "The part before the @ begins or ends with a dot or has two dots in a row",
      "@ 前面的部分以点开头或结尾,或有连续的点"),
  LOCAL_PART_CHARACTER(
      "The part before the @ contains a character that is not allowed there", "@ 前面的部分含有不允许的字符"),
  DOMAIN_EMPTY("There is nothing after the @", "@ 后面为空"),
  DOMAIN_LITERAL("A numeric address after the @ is not supported", "不支持 @ 后面使用 IP 地址"),
  DOMAIN_WITHOUT_DOT("The domain has no dot", "域名中没有点"),
  DOMAIN_DOT("The domain begins or ends with a dot or has two dots in a row", "域名以点开头或结尾,或有连续的点"),
  DOMAIN_TOO_LONG("The domain is longer than 253 characters", "域名超过 253 个字符"),
  LABEL_TOO_LONG(
      "A part of the domain between two dots is longer than 63 characters", "域名中某一段超过 63 个字符"),
  LABEL_HYPHEN(
      "A part of the domain between two dots begins or ends with a hyphen", "域名中某一段以连字符开头或结尾"),
  DOMAIN_CHARACTER("The domain contains a character that is not allowed there", "域名含有不允许的字符");

  private final Wording wording;

  AddressRefusal(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** The reason as a sentence without a full stop. */
  public Wording wording() {
    return wording;
  }
}
