package io.mailwright.audience.intake;

import io.mailwright.kernel.text.Wording;

/** What can be wrong with a record, apart from its address. */
public enum RowFault implements RejectReason {
  UNDECODABLE(
      "The line contains bytes that do not belong to the file's encoding", "该行含有不属于文件编码的字节"),
  QUOTE_NOT_CLOSED(
      "A quote is opened and not closed within 64 KB or 100 lines", "引号未在 64 KB 或 100 行内闭合"),
  TEXT_AFTER_QUOTE(
      "There is text between a closing quote and the next separator", "闭合引号与下一个分隔符之间有多余文字"),
  RECORD_TOO_LONG("The record is longer than 1 MB", "记录超过 1 MB"),
  TOO_MANY_VALUES("The record has more values than the header has columns", "该行的值多于表头的列数"),
  CELL_ERROR("The cell holds an error of the spreadsheet", "单元格内是表格程序的错误值"),
  NUL_CHARACTER("The value contains a NUL character", "值中含有 NUL 字符"),
  CONTROL_CHARACTER("The value contains a control character", "值中含有控制字符"),
  BROKEN_CHARACTER("The value contains half of a character pair", "值中含有不完整的字符"),
  NAME_TOO_LONG("The name is longer than 200 characters", "姓名超过 200 个字符"),
  VALUE_TOO_LONG("The value is longer than 4,000 characters", "值超过 4000 个字符"),
  ATTRIBUTES_TOO_LONG(
      "The attributes of the row are longer than 500,000 characters together",
      "该行所有属性合计超过 500000 个字符"),
  UNKNOWN_LOCALE(
      "This is not a language tag such as en, de-AT or zh-Hans-CN (BCP 47)",
      "不是有效的语言标签,例如 en、de-AT 或 zh-Hans-CN(BCP 47)"),
  UNKNOWN_TIMEZONE(
      "This is not a time zone such as Europe/Berlin or Asia/Shanghai (IANA)",
      "不是有效的时区,例如 Europe/Berlin 或 Asia/Shanghai(IANA)"),
  PATTERN(
      "A * stands for no other characters here: name each address that is meant",
      "这里的 * 不代表其他字符:请逐个写出地址"),
  NO_SUCH_LIST("There is no list with this number", "没有此编号的列表"),
  DUPLICATE_IN_FILE("An earlier line of this file has the same address", "本文件前面的行已有相同地址"),
  ERASED_PERSON("This person was erased on request and gets no mail", "此人已应其要求被删除,不再接收邮件");

  private final Wording wording;

  RowFault(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  @Override
  public String code() {
    return name();
  }

  @Override
  public Wording wording() {
    return wording;
  }
}
