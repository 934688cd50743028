package io.mailwright.content.render;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.context.MapValueResolver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The compiled parts of one template and the one way to fill them in. */
final class HandlebarsTemplate implements CompiledTemplate {
  /** Room for values beyond the template's own length, so that most output never has to grow. */
  private static final int ROOM_FOR_VALUES = 256;

  private final TemplateSource source;
  private final Template subject;
  private final Template html;
  private final Optional<Template> text;
  private final UnaryOperator<String> plain;
  private final RenderLimits limits;
  private final LongSupplier nanoTime;

  HandlebarsTemplate(
      TemplateSource source,
      Template subject,
      Template html,
      Optional<Template> text,
      UnaryOperator<String> plain,
      RenderLimits limits,
      LongSupplier nanoTime) {
    this.source = source;
    this.subject = subject;
    this.html = html;
    this.text = text;
    this.plain = plain;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<RenderedAttachment> attachments() {
    return source.attachments();
  }

  @Override
  public RenderedMail render(Recipient recipient) {
    String line = CleanText.line(fill(TemplatePart.SUBJECT, subject, recipient, 64));
    String body = CleanText.lines(fill(TemplatePart.HTML, html, recipient, source.html().length()));
    String plain = text(recipient, body);
    Optional<String> shown = plain.isBlank() ? Optional.empty() : Optional.of(plain);
    return new RenderedMail(line, body, shown, source.attachments());
  }

  private String text(Recipient recipient, String body) {
    if (text.isEmpty()) {
      return PlainText.of(plain.apply(body));
    }
    int expected = source.text().map(String::length).orElse(source.html().length() / 2);
    String filled = CleanText.lines(fill(TemplatePart.TEXT, text.get(), recipient, expected));
    return source.text().isPresent() ? filled : PlainText.tidy(filled);
  }

  private String fill(TemplatePart part, Template template, Recipient recipient, int expected) {
    RenderScope scope = new RenderScope(recipient, new RenderBudget(limits, nanoTime));
    LimitedWriter out = new LimitedWriter(limits.outputChars(), expected + ROOM_FOR_VALUES);
    try {
      template.apply(Context.newBuilder(scope).resolver(MapValueResolver.INSTANCE).build(), out);
      return out.toString();
    } catch (LimitExceeded limit) {
      throw new RenderFailure(source.name(), part, 0, limit.getMessage());
    } catch (HandlebarsException failed) {
      throw failure(part, failed);
    } catch (IOException impossible) {
      throw new IllegalStateException("A writer in memory does no I/O", impossible);
    }
  }

  private RenderFailure failure(TemplatePart part, HandlebarsException failed) {
    int line = failed.getError() == null ? 0 : failed.getError().line;
    Throwable cause = failed;
    while (cause.getCause() != null && !(cause instanceof LimitExceeded)) {
      cause = cause.getCause();
    }
    // The library quotes template and values in its message; neither belongs in a ledger.
    String reason =
        cause instanceof LimitExceeded
            ? cause.getMessage()
            : "a tag cannot work with this recipient's values ("
                + cause.getClass().getSimpleName()
                + ").";
    return new RenderFailure(source.name(), part, line, reason);
  }
}
