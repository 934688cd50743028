package io.mailwright.content.render;

import io.mailwright.kernel.text.Wording;
import java.util.Locale;

/** Every kind of problem a template can have, with its words. Codes are never changed. */
public enum ProblemKind {
  SYNTAX(
      Severity.ERROR,
      "The template language cannot be read here: %s. Close every {{#block}} with {{/block}} and"
          + " every {{ with }}.",
      "此处的模板语法无法识别：%s。每个 {{#块}} 都要用 {{/块}} 结束，每个 {{ 都要有 }}。"),
  UNKNOWN_HELPER(
      Severity.ERROR,
      "There is no helper \"%s\". Blocks: if, unless, each, with. Values: default, upper, lower,"
          + " eq, startsWith, formatNumber, formatDate. A column with a space in its name is written"
          + " {{[First name]}}.",
      "没有名为“%s”的助手。块：if、unless、each、with；取值：default、upper、lower、eq、startsWith、"
          + "formatNumber、formatDate。名称含空格的列写作 {{[First name]}}。"),
  HELPER_MISUSED(
      Severity.ERROR,
      "\"%s\" cannot be used like this. A block is written {{#if name}}…{{/if}}, a value {{upper"
          + " name}}.",
      "“%s”不能这样使用。块写作 {{#if name}}…{{/if}}，取值写作 {{upper name}}。"),
  NOT_SUPPORTED(
      Severity.ERROR,
      "\"%s\" is not supported: templates have no partials, decorators, raw blocks or other"
          + " delimiters.",
      "不支持“%s”：模板中不能使用片段、装饰器、原始块，也不能更改定界符。"),
  TOO_LONG(
      Severity.ERROR,
      "This part has %s characters, more than the %s allowed. Shorten it.",
      "此部分有 %s 个字符，超过上限 %s。请缩短。"),
  TOO_MANY_TAGS(
      Severity.ERROR,
      "This part has more than %s {{tags}}. Use fewer.",
      "此部分的 {{标签}} 超过 %s 个。请减少。"),
  TOO_DEEP(
      Severity.ERROR,
      "Blocks are nested deeper than %s levels. Flatten them.",
      "块的嵌套超过 %s 层。请减少嵌套。"),
  UNKNOWN_VARIABLE(
      Severity.WARNING,
      "\"%s\" is no field of every contact (email, name, locale, timezone). Where the list has no"
          + " such column it comes out empty.",
      "“%s”不是每个联系人都有的字段（email、name、locale、timezone）。名单中没有该列时，此处为空。"),
  NO_SUCH_PART(
      Severity.WARNING,
      "\"%s\" always comes out empty: values are plain text and have no parts.",
      "“%s”始终为空：取值是纯文本，没有下级属性。"),
  RAW_VALUE(
      Severity.WARNING,
      "\"%s\" goes into the HTML unescaped: whatever a contact's data holds becomes part of the"
          + " page. Use {{two braces}} unless the data is HTML of yours.",
      "“%s”未经转义就写入 HTML：联系人数据中的任何内容都会成为邮件的一部分。除非数据是您自己的 HTML，" + "否则请用 {{两层花括号}}。"),
  UNQUOTED_VALUE(
      Severity.WARNING,
      "A value stands in an attribute without quotes. Write %s=\"{{…}}\".",
      "属性值没有引号。请写成 %s=\"{{…}}\"。"),
  EMPTY_SUBJECT(Severity.WARNING, "The subject is empty.", "主题为空。"),
  SUBJECT_LINES(
      Severity.WARNING,
      "The subject has line breaks. They are sent as spaces.",
      "主题中有换行，发送时会变成空格。"),
  EMPTY_BODY(Severity.ERROR, "The mail has no content.", "邮件没有内容。"),
  TEXT_DERIVED(
      Severity.WARNING,
      "There is no text part. It will be derived from the HTML.",
      "没有纯文本部分，将由 HTML 自动生成。"),
  CONTROL_CHARACTER(
      Severity.WARNING,
      "There is a control character or half a character (U+%s) here. It will be left out or"
          + " replaced.",
      "此处有控制字符或不完整的字符（U+%s），发送时会被去掉或替换。"),
  UNCLOSED_TAG(Severity.WARNING, "<%s> is not closed.", "<%s> 没有结束标签。"),
  STRAY_END_TAG(Severity.WARNING, "</%s> closes nothing.", "</%s> 没有对应的开始标签。"),
  IMAGE_WITHOUT_ALT(
      Severity.WARNING,
      "This image has no alt text. Many readers see no images at first.",
      "此图片没有 alt 文字。许多收件人一开始看不到图片。"),
  MISSING_INLINE_IMAGE(
      Severity.WARNING,
      "No attachment has the inlineId \"%s\", so this image will not show.",
      "没有 inlineId 为“%s”的附件，此图片不会显示。"),
  REMOVED_BY_CLIENTS(
      Severity.WARNING,
      "Mail programs remove \"%s\", and filters distrust mails that have it.",
      "邮件客户端会去掉“%s”，垃圾邮件过滤器也会因此降低信任。"),
  SCRIPT_LINK(
      Severity.WARNING,
      "This link starts with \"%s\". Mail programs remove it.",
      "此链接以“%s”开头，邮件客户端会将其去掉。"),
  CLIPPED(
      Severity.WARNING,
      "The HTML has %s KB. Gmail cuts mails off after 102 KB.",
      "HTML 有 %s KB。Gmail 会截断超过 102 KB 的邮件。");

  private final Severity severity;
  private final String english;
  private final String chinese;

  ProblemKind(Severity severity, String english, String chinese) {
    this.severity = severity;
    this.english = english;
    this.chinese = chinese;
  }

  /** How much it matters. */
  public Severity severity() {
    return severity;
  }

  /** The stable code of the outside contract, such as {@code unknown-variable}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Wording message(Object... what) {
    return new Wording(english.formatted(what), chinese.formatted(what));
  }
}
