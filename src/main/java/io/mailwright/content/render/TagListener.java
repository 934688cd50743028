package io.mailwright.content.render;

import com.github.jknack.handlebars.internal.HbsParser;
import com.github.jknack.handlebars.internal.HbsParserBaseListener;
import com.github.jknack.handlebars.internal.antlr.ParserRuleContext;
import com.github.jknack.handlebars.internal.antlr.Token;
import com.github.jknack.handlebars.internal.antlr.tree.TerminalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges each construct of a parsed template. What is not known to be harmless is refused: the
 * grammar of a later library version may hold more than the one this was written against.
 */
final class TagListener extends HbsParserBaseListener {
  private static final Set<String> LOOP_VALUES =
      Set.of("@key", "@index", "@first", "@last", "@root");

  private final TemplatePart part;
  private final List<Problem> problems = new ArrayList<>();
  private final List<VariableUse> variables = new ArrayList<>();
  private final Set<String> blockParams = new HashSet<>();
  private boolean raw;

  TagListener(TemplatePart part) {
    this.part = part;
  }

  TemplateSyntax syntax() {
    // A block's own names are collected on the way, so they can only be left out at the end.
    List<VariableUse> ofContacts =
        variables.stream().filter(use -> !blockParams.contains(use.name())).toList();
    return new TemplateSyntax(problems, ofContacts, raw);
  }

  @Override
  public void enterVar(HbsParser.VarContext tag) {
    if (tag.DECORATOR() != null) {
      refuse(tag, ProblemKind.NOT_SUPPORTED, "{{* }}");
      return;
    }
    value(tag.sexpr());
  }

  @Override
  public void enterTvar(HbsParser.TvarContext tag) {
    unescaped(tag, tag.sexpr());
  }

  @Override
  public void enterAmpvar(HbsParser.AmpvarContext tag) {
    unescaped(tag, tag.sexpr());
  }

  @Override
  public void enterSubParamExpr(HbsParser.SubParamExprContext expression) {
    String name = expression.sexpr().QID().getText();
    if (!TemplateHelpers.isValue(name)) {
      refuse(expression, unknown(name), name);
    }
  }

  @Override
  public void enterBlock(HbsParser.BlockContext block) {
    if (block.DECORATOR() != null) {
      refuse(block, ProblemKind.NOT_SUPPORTED, "{{#* }}");
      return;
    }
    String name = block.sexpr().QID().getText();
    if (!name.equals(block.nameEnd.getText())) {
      Token end = block.nameEnd;
      problems.add(
          Problem.at(
              ProblemKind.SYNTAX,
              part,
              end.getLine(),
              end.getCharPositionInLine() + 1,
              "{{#" + name + "}} … {{/" + end.getText() + "}}"));
    }
    section(block.sexpr());
  }

  @Override
  public void enterElseStmtChain(HbsParser.ElseStmtChainContext chained) {
    section(chained.sexpr());
  }

  @Override
  public void enterUnless(HbsParser.UnlessContext block) {
    section(block.sexpr());
  }

  @Override
  public void enterBlockParams(HbsParser.BlockParamsContext names) {
    names.QID().forEach(name -> blockParams.add(name.getText()));
  }

  @Override
  public void enterRefParam(HbsParser.RefParamContext reference) {
    variable(reference.QID());
  }

  @Override
  public void enterPartial(HbsParser.PartialContext tag) {
    refuse(tag, ProblemKind.NOT_SUPPORTED, "{{> }}");
  }

  @Override
  public void enterPartialBlock(HbsParser.PartialBlockContext tag) {
    refuse(tag, ProblemKind.NOT_SUPPORTED, "{{#> }}");
  }

  @Override
  public void enterRawBlock(HbsParser.RawBlockContext tag) {
    refuse(tag, ProblemKind.NOT_SUPPORTED, "{{{{ }}}}");
  }

  @Override
  public void enterDelimiters(HbsParser.DelimitersContext tag) {
    refuse(tag, ProblemKind.NOT_SUPPORTED, "{{= =}}");
  }

  private void unescaped(ParserRuleContext tag, HbsParser.SexprContext expression) {
    raw = true;
    value(expression);
    if (part == TemplatePart.HTML) {
      refuse(tag, ProblemKind.RAW_VALUE, TemplateReader.shortened(tag.getText()));
    }
  }

  /** A tag that prints something: a variable, or a value helper with at least one argument. */
  private void value(HbsParser.SexprContext expression) {
    String name = expression.QID().getText();
    boolean bare = expression.param().isEmpty() && expression.hash().isEmpty();
    if (TemplateHelpers.isBlock(name) || (TemplateHelpers.isValue(name) && bare)) {
      refuse(expression, ProblemKind.HELPER_MISUSED, name);
    } else if (!TemplateHelpers.isValue(name)) {
      if (bare) {
        variable(expression.QID());
      } else {
        refuse(expression, ProblemKind.UNKNOWN_HELPER, name);
      }
    }
  }

  /** A tag that opens a block: a block helper with one argument, or a variable. */
  private void section(HbsParser.SexprContext expression) {
    String name = expression.QID().getText();
    boolean bare = expression.param().isEmpty() && expression.hash().isEmpty();
    if (TemplateHelpers.isBlock(name)) {
      if (expression.param().size() != 1 || !expression.hash().isEmpty()) {
        refuse(expression, ProblemKind.HELPER_MISUSED, name);
      }
    } else if (!bare || TemplateHelpers.isValue(name)) {
      refuse(expression, unknown(name), name);
    } else {
      variable(expression.QID());
    }
  }

  private static ProblemKind unknown(String name) {
    return TemplateHelpers.isBlock(name) || TemplateHelpers.isValue(name)
        ? ProblemKind.HELPER_MISUSED
        : ProblemKind.UNKNOWN_HELPER;
  }

  /** Notes the contact value behind a path such as {@code ../name} or {@code [First name]}. */
  private void variable(TerminalNode path) {
    Token token = path.getSymbol();
    ValuePath read = ValuePath.of(token.getText());
    if (read.name().startsWith("@")) {
      if (!LOOP_VALUES.contains(read.name())) {
        problems.add(at(token, ProblemKind.NOT_SUPPORTED, read.name()));
      }
      return;
    }
    if (read.hasParts()) {
      problems.add(at(token, ProblemKind.NO_SUCH_PART, TemplateReader.shortened(token.getText())));
    }
    if (!read.name().isEmpty()) {
      variables.add(
          new VariableUse(read.name(), part, token.getLine(), token.getCharPositionInLine() + 1));
    }
  }

  private void refuse(ParserRuleContext where, ProblemKind kind, Object... what) {
    problems.add(at(where.getStart(), kind, what));
  }

  private Problem at(Token token, ProblemKind kind, Object... what) {
    return Problem.at(kind, part, token.getLine(), token.getCharPositionInLine() + 1, what);
  }
}
