package io.mailwright.content.render;

import java.util.List;
import java.util.Optional;

/**
 * What reading one part of a template found, before anything is compiled.
 *
 * @param problems in the order of the text
 * @param variables every use of a value, in the order of the text
 * @param raw whether a value goes out unescaped ({@code {{{name}}}})
 */
public record TemplateSyntax(List<Problem> problems, List<VariableUse> variables, boolean raw) {

  /** Copies the lists. */
  public TemplateSyntax {
    problems = List.copyOf(problems);
    variables = List.copyOf(variables);
  }

  /** Whether the part can be compiled. */
  public boolean isSound() {
    return problems.stream().noneMatch(Problem::isError);
  }

  /** Reads a part and judges every construct in it; never throws for what an author wrote. */
  public static TemplateSyntax read(TemplatePart part, String source, RenderLimits limits) {
    return new TemplateReader(part, limits).read(source);
  }

  /** The first character in a part that no mail can carry, as a warning. */
  public static Optional<Problem> unsendable(TemplatePart part, String source) {
    int offset = CleanText.firstUnsendable(source);
    if (offset < 0) {
      return Optional.empty();
    }
    int line = 1 + (int) source.chars().limit(offset).filter(c -> c == '\n').count();
    int column = offset - source.lastIndexOf('\n', offset - 1);
    return Optional.of(
        Problem.at(
            ProblemKind.CONTROL_CHARACTER,
            part,
            line,
            column,
            "%04X".formatted((int) source.charAt(offset))));
  }
}
