package io.mailwright.content.check;

import io.mailwright.content.render.Problem;
import io.mailwright.content.render.ProblemKind;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplatePart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What mail programs will make of a template's HTML. All of it is warnings. */
final class HtmlCheck {
  /** Gmail shows "message clipped" behind this size. */
  private static final int GMAIL_CLIPS_AT = 102 * 1024;

  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
          "track", "wbr");
  private static final Set<String> MAY_STAY_OPEN =
      Set.of(
          "html",
          "head",
          "body",
          "p",
          "li",
          "dt",
          "dd",
          "td",
          "th",
          "tr",
          "thead",
          "tbody",
          "tfoot",
          "colgroup",
          "option",
          "optgroup");
  private static final Set<String> REMOVED =
      Set.of("script", "form", "iframe", "object", "embed", "applet", "frame", "input", "button");

  private final List<RenderedAttachment> attachments;
  private final List<Problem> problems;
  private final Deque<HtmlTag> open = new ArrayDeque<>();

  private HtmlCheck(List<RenderedAttachment> attachments, List<Problem> problems) {
    this.attachments = attachments;
    this.problems = problems;
  }

  /** Adds what it finds to the problems. */
  static void look(String html, List<RenderedAttachment> attachments, List<Problem> problems) {
    HtmlCheck check = new HtmlCheck(attachments, problems);
    new HtmlScanner(html).forEach(check::tag);
    check.open.descendingIterator().forEachRemaining(check::leftOpen);
    int bytes = html.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > GMAIL_CLIPS_AT) {
      problems.add(Problem.of(ProblemKind.CLIPPED, TemplatePart.HTML, bytes / 1024));
    }
  }

  private void tag(HtmlTag tag) {
    if (tag.closing()) {
      close(tag);
      return;
    }
    if (REMOVED.contains(tag.name())) {
      problem(ProblemKind.REMOVED_BY_CLIENTS, tag, "<" + tag.name() + ">");
    }
    tag.attributes().forEach((name, value) -> attribute(tag, name, value));
    if (tag.name().equals("img")) {
      image(tag);
    }
    if (!VOID.contains(tag.name()) && !tag.selfClosing()) {
      open.push(tag);
    }
  }

  private void close(HtmlTag end) {
    if (open.stream().limit(200).noneMatch(start -> start.name().equals(end.name()))) {
      if (!VOID.contains(end.name()) && !MAY_STAY_OPEN.contains(end.name())) {
        problem(ProblemKind.STRAY_END_TAG, end, end.name());
      }
      return;
    }
    HtmlTag start = open.pop();
    while (!start.name().equals(end.name())) {
      leftOpen(start);
      start = open.pop();
    }
  }

  private void leftOpen(HtmlTag tag) {
    if (!MAY_STAY_OPEN.contains(tag.name())) {
      problem(ProblemKind.UNCLOSED_TAG, tag, tag.name());
    }
  }

  private void attribute(HtmlTag tag, String name, HtmlTag.Value value) {
    if (name.startsWith("on") && name.length() > 2) {
      problem(ProblemKind.REMOVED_BY_CLIENTS, tag, name + "=");
    }
    if (!value.quoted() && value.text().contains("{{")) {
      problem(ProblemKind.UNQUOTED_VALUE, tag, name);
    }
    if (name.equals("href") || name.equals("src")) {
      String target = value.text().replaceAll("[\\s\\p{Cntrl}]", "").toLowerCase(Locale.ROOT);
      for (String scheme : List.of("javascript:", "vbscript:", "data:text")) {
        if (target.startsWith(scheme)) {
          problem(ProblemKind.SCRIPT_LINK, tag, scheme);
        }
      }
    }
  }

  private void image(HtmlTag tag) {
    Map<String, HtmlTag.Value> attributes = tag.attributes();
    if (!attributes.containsKey("alt")) {
      problem(ProblemKind.IMAGE_WITHOUT_ALT, tag);
    }
    String source = attributes.containsKey("src") ? attributes.get("src").text().strip() : "";
    if (source.regionMatches(true, 0, "cid:", 0, 4) && !source.contains("{{")) {
      String id = source.substring(4);
      if (attachments.stream().noneMatch(file -> file.inlineId().filter(id::equals).isPresent())) {
        problem(ProblemKind.MISSING_INLINE_IMAGE, tag, id);
      }
    }
  }

  private void problem(ProblemKind kind, HtmlTag tag, Object... what) {
    if (problems.size() < 2 * TemplateCheck.MOST_PROBLEMS) {
      problems.add(Problem.at(kind, TemplatePart.HTML, tag.line(), tag.column(), what));
    }
  }
}
