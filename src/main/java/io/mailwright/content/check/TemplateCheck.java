package io.mailwright.content.check;

import io.mailwright.audience.contact.ContactField;
import io.mailwright.content.render.Problem;
import io.mailwright.content.render.ProblemKind;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderLimits;
import io.mailwright.content.render.TemplatePart;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.render.TemplateSyntax;
import io.mailwright.content.render.VariableUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The result of looking through a template.
 *
 * @param problems errors and warnings, part by part in the order of the text; no more than {@value
 *     #MOST_PROBLEMS}
 * @param variables every use of a contact's value, in the order of the text
 */
public record TemplateCheck(List<Problem> problems, List<VariableUse> variables) {
  /** Nobody reads further, and a hostile template could produce one for every character. */
  public static final int MOST_PROBLEMS = 200;

  /** Copies the lists. */
  public TemplateCheck {
    problems = List.copyOf(problems);
    variables = List.copyOf(variables);
  }

  /** Looks through a template without knowing which list it will be used with. */
  public static TemplateCheck of(TemplateSource source) {
    return of(source, Set.of());
  }

  /**
   * Looks through a template.
   *
   * @param source the template; its attachments are taken as they are
   * @param attributes the columns that the contacts are known to have besides {@link
   *     Recipient#FIELDS}
   */
  public static TemplateCheck of(TemplateSource source, Set<String> attributes) {
    List<Problem> problems = new ArrayList<>();
    List<VariableUse> variables = new ArrayList<>();
    subject(source.subject(), problems);
    part(TemplatePart.SUBJECT, source.subject(), problems, variables);
    part(TemplatePart.HTML, source.html(), problems, variables);
    if (source.html().length() <= RenderLimits.STANDARD.templateChars()) {
      HtmlCheck.look(source.html(), source.attachments(), problems);
    }
    if (source.text().isPresent()) {
      part(TemplatePart.TEXT, source.text().get(), problems, variables);
    } else {
      problems.add(Problem.of(ProblemKind.TEXT_DERIVED, TemplatePart.TEXT));
    }
    if (source.html().isBlank() && source.text().map(String::isBlank).orElse(true)) {
      problems.add(Problem.of(ProblemKind.EMPTY_BODY, TemplatePart.HTML));
    }
    unknown(variables, attributes, problems);
    // Errors first: whoever reads only the top must see what keeps the template from being sent.
    List<Problem> shown =
        problems.stream()
            .sorted((a, b) -> a.kind().severity().compareTo(b.kind().severity()))
            .limit(MOST_PROBLEMS)
            .toList();
    return new TemplateCheck(shown, variables);
  }

  /** Whether it can be sent. */
  public boolean isUsable() {
    return problems.stream().noneMatch(Problem::isError);
  }

  /** The names used that are neither a contact's field nor one of these, in the order of use. */
  public Set<String> unknownVariables(Set<String> attributes) {
    Set<String> unknown = new LinkedHashSet<>();
    variables.forEach(use -> unknown.add(use.name()));
    unknown.removeIf(TemplateCheck::isField);
    unknown.removeAll(attributes);
    return unknown;
  }

  private static void subject(String subject, List<Problem> problems) {
    if (subject.isBlank()) {
      problems.add(Problem.of(ProblemKind.EMPTY_SUBJECT, TemplatePart.SUBJECT));
    } else if (subject.strip().lines().count() > 1) {
      problems.add(Problem.of(ProblemKind.SUBJECT_LINES, TemplatePart.SUBJECT));
    }
  }

  private static void part(
      TemplatePart part, String text, List<Problem> problems, List<VariableUse> variables) {
    TemplateSyntax syntax = TemplateSyntax.read(part, text, RenderLimits.STANDARD);
    problems.addAll(syntax.problems());
    variables.addAll(syntax.variables());
    TemplateSyntax.unsendable(part, text).ifPresent(problems::add);
  }

  /** One warning a name and part is enough: the first place. */
  private static void unknown(
      List<VariableUse> variables, Set<String> attributes, List<Problem> problems) {
    Set<List<Object>> seen = new HashSet<>();
    for (VariableUse use : variables) {
      boolean known = isField(use.name()) || attributes.contains(use.name());
      if (!known && seen.add(List.of(use.part(), use.name()))) {
        problems.add(
            Problem.at(
                ProblemKind.UNKNOWN_VARIABLE, use.part(), use.line(), use.column(), use.name()));
      }
    }
  }

  /** Every contact has it, by its own name or by the heading that became it. */
  private static boolean isField(String name) {
    return Recipient.FIELDS.contains(name) || ContactField.ofVariable(name).isPresent();
  }
}
