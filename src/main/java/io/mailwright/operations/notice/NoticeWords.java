package io.mailwright.operations.notice;

import io.mailwright.kernel.text.Wording;
import io.mailwright.operations.access.Language;
import java.text.MessageFormat;
import java.util.Map;

/** What mails say around a notice, in both languages. */
enum NoticeWords {
  WHAT_FAILED("What failed: {0}", "失败明细：{0} 封"),
  MORE_REASONS("… and other reasons", "……以及其他原因"),
  ALL_ATTACHED(
      "The attached file lists all {0}: address, reply, reason and time.",
      "附件列出了全部 {0} 封：地址、应答、原因和时间。"),
  SOME_ATTACHED(
      "The attached file lists the first {0} of {1}, so that this mail stays small. The campaign''s page has the others.",
      "为控制邮件大小，附件只列出 {1} 封中的前 {0} 封，其余请在活动页面查看。"),
  OPEN_CAMPAIGN("Open the campaign", "打开活动"),
  OPEN_CONSOLE("Open Mailwright", "打开 Mailwright"),
  OTHER_ROUTE(
      "This mail came by way of {0}, because another route could not be used: {1}",
      "此邮件经由 {0} 发送，因为另一条发送路径无法使用：{1}"),
  WHY_YOU(
      "Mailwright sent this because you own the campaign, are named in it, or look after the"
          + " server. Which notices come by mail can be chosen on the page Notices.",
      "Mailwright 发送此邮件，因为您是活动的所有者、活动中指定的收件人或服务器的管理员。可在“通知”页面选择通过邮件接收哪些通知。");

  private static final Map<String, Wording> STATES =
      Map.of(
          "failed", new Wording("failed", "失败"),
          "expired", new Wording("expired", "已过期"),
          "inDoubt", new Wording("in doubt", "存疑"));

  private final Wording wording;

  NoticeWords(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** With its gaps filled; numbers are written as the language writes them. */
  String in(Language language, Object... values) {
    return new MessageFormat(wording.in(language.locale()), language.locale()).format(values);
  }

  /** The state of a delivery, by its label. */
  static String state(String label, Language language) {
    Wording known = STATES.get(label);
    return known == null ? label : known.in(language.locale());
  }
}
