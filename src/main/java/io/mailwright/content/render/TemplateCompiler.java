package io.mailwright.content.render;

import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Makes templates ready for rendering. Thread-safe; keeps nothing of the templates it compiled. */
public final class TemplateCompiler {
  private final RenderLimits limits;
  private final LongSupplier nanoTime;
  private final Handlebars html = handlebars(new HtmlEscape());
  private final Handlebars plain = handlebars(EscapingStrategy.NOOP);

  /** Derived text has its line breaks where they belong, also after a block tag. */
  private final Handlebars derived = handlebars(EscapingStrategy.NOOP).prettyPrint(false);

  /** With the standard limits. */
  public TemplateCompiler() {
    this(RenderLimits.STANDARD, System::nanoTime);
  }

  /**
   * @param limits what one template and one rendering may use
   * @param nanoTime a clock that only runs forward, in nanoseconds from any point
   */
  public TemplateCompiler(RenderLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** The limits it compiles and renders by. */
  public RenderLimits limits() {
    return limits;
  }

  /**
   * Compiles a template.
   *
   * @throws MailwrightException {@link ErrorCode#TEMPLATE_NOT_USABLE} with the part as its field,
   *     for the first error in it
   */
  public CompiledTemplate compile(TemplateSource source) {
    return compile(source, source.html(), UnaryOperator.identity());
  }

  /**
   * Compiles a template with another HTML than its own, which its text must not show.
   *
   * @param shown rendered in place of the source's, with the same tags
   * @param own gives of rendered HTML what the source's own would have yielded
   * @throws MailwrightException as {@link #compile(TemplateSource)}
   */
  public CompiledTemplate compile(TemplateSource source, String shown, UnaryOperator<String> own) {
    TemplateSyntax htmlSyntax = sound(TemplatePart.HTML, source.html());
    sound(TemplatePart.SUBJECT, source.subject());
    Template subject = compile(plain, TemplatePart.SUBJECT, source.subject());
    Template body = compile(html, TemplatePart.HTML, shown);
    Optional<Template> text;
    if (source.text().isPresent()) {
      sound(TemplatePart.TEXT, source.text().get());
      text = Optional.of(compile(plain, TemplatePart.TEXT, source.text().get()));
    } else {
      text = derivedText(source.html(), htmlSyntax);
    }
    return new HandlebarsTemplate(source, subject, body, text, own, limits, nanoTime);
  }

  /**
   * The text template hidden in the HTML. Empty where the text can only be taken from the rendered
   * HTML of each recipient: a raw value may hold tags, and a block may begin in what is left out.
   */
  private Optional<Template> derivedText(String source, TemplateSyntax htmlSyntax) {
    if (htmlSyntax.raw()) {
      return Optional.empty();
    }
    String hidden = PlainText.of(source);
    TemplateSyntax syntax = TemplateSyntax.read(TemplatePart.TEXT, hidden, limits);
    return syntax.isSound()
        ? Optional.of(compile(derived, TemplatePart.TEXT, hidden))
        : Optional.empty();
  }

  private TemplateSyntax sound(TemplatePart part, String source) {
    TemplateSyntax syntax = TemplateSyntax.read(part, source, limits);
    syntax.problems().stream()
        .filter(Problem::isError)
        .findFirst()
        .ifPresent(
            problem -> {
              throw refusal(part, problem.line(), problem.column(), problem.message().english());
            });
    return syntax;
  }

  /** Compiles a part whose syntax is sound. */
  private Template compile(Handlebars handlebars, TemplatePart part, String source) {
    try {
      return handlebars.compileInline(NativeNames.bracketed(source));
    } catch (HandlebarsException refused) {
      // The reader and the library share one grammar; the library is stricter in a few places.
      int line = refused.getError() == null ? 0 : refused.getError().line;
      int column = refused.getError() == null ? 0 : refused.getError().column + 1;
      String reason = refused.getError() == null ? "" : refused.getError().reason;
      throw refusal(
          part, line, column, ProblemKind.SYNTAX.message(String.valueOf(reason)).english());
    } catch (IOException impossible) {
      throw new IllegalStateException("An inline template reads nothing", impossible);
    }
  }

  private static MailwrightException refusal(
      TemplatePart part, int line, int column, String message) {
    String place = line > 0 ? "Line " + line + ", column " + column + ": " : "";
    return MailwrightException.ofField(
        ErrorCode.TEMPLATE_NOT_USABLE, part.field(), place + message);
  }

  /** With the Mustache rule that a line with nothing but a block tag on it leaves no empty line. */
  private static Handlebars handlebars(EscapingStrategy escaping) {
    return new Handlebars(new NoPartials())
        .with(new TemplateHelpers())
        .with(escaping)
        .prettyPrint(true);
  }

  /** There is nowhere to load anything from. */
  private static final class NoPartials extends AbstractTemplateLoader {
    @Override
    public com.github.jknack.handlebars.io.TemplateSource sourceAt(String location)
        throws IOException {
      throw new FileNotFoundException("Templates have no partials");
    }
  }
}
