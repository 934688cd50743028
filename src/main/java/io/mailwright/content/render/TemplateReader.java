package io.mailwright.content.render;

import com.github.jknack.handlebars.internal.HbsLexer;
import com.github.jknack.handlebars.internal.HbsParser;
import com.github.jknack.handlebars.internal.antlr.BaseErrorListener;
import com.github.jknack.handlebars.internal.antlr.CharStreams;
import com.github.jknack.handlebars.internal.antlr.CommonTokenStream;
import com.github.jknack.handlebars.internal.antlr.RecognitionException;
import com.github.jknack.handlebars.internal.antlr.Recognizer;
import com.github.jknack.handlebars.internal.antlr.Token;
import com.github.jknack.handlebars.internal.antlr.tree.ParseTreeWalker;
import java.util.List;
import java.util.Optional;

/**
 * Reads one part with the library's own grammar. Size, number of tags and nesting are judged on the
 * flat list of tokens first: the parser recurses, so a hostile template must not reach it.
 */
final class TemplateReader {
  private static final int NONE = -1;

  /** A triple brace counts once; comments and escaped braces get some room as well. */
  private static final int OPENS_PER_TAG = 2;

  private final TemplatePart part;
  private final RenderLimits limits;

  TemplateReader(TemplatePart part, RenderLimits limits) {
    this.part = part;
    this.limits = limits;
  }

  TemplateSyntax read(String source) {
    if (source.length() > limits.templateChars()) {
      return refused(
          Problem.of(ProblemKind.TOO_LONG, part, source.length(), limits.templateChars()));
    }
    if (opens(source) > OPENS_PER_TAG * limits.tags()) {
      return refused(Problem.of(ProblemKind.TOO_MANY_TAGS, part, limits.tags()));
    }
    FirstError error = new FirstError();
    HbsLexer lexer =
        new HbsLexer(CharStreams.fromString(NativeNames.bracketed(source)), "{{", "}}");
    lexer.removeErrorListeners();
    lexer.addErrorListener(error);
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    Optional<Problem> excess = excess(tokens.getTokens());
    if (excess.isPresent()) {
      return refused(excess.get());
    }
    HbsParser parser = new HbsParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(error);
    HbsParser.TemplateContext tree = parser.template();
    TagListener tags = new TagListener(part);
    if (error.problem == null) {
      ParseTreeWalker.DEFAULT.walk(tags, tree);
      return tags.syntax();
    }
    return refused(error.problem);
  }

  /** The lexer is slow on braces that lead nowhere, so they are counted before it runs. */
  private static int opens(String source) {
    int opens = 0;
    for (int at = source.indexOf("{{"); at >= 0; at = source.indexOf("{{", at + 2)) {
      opens++;
    }
    return opens;
  }

  /** The first limit that the tokens break. */
  private Optional<Problem> excess(List<Token> tokens) {
    int tags = 0;
    int depth = 0;
    int parentheses = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      switch (token.getType()) {
        case HbsLexer.START, HbsLexer.START_T, HbsLexer.START_AMP -> tags++;
        case HbsLexer.START_BLOCK, HbsLexer.START_RAW, HbsLexer.START_PARTIAL_BLOCK -> {
          tags++;
          depth++;
        }
        case HbsLexer.UNLESS -> {
          tags++;
          if (nextType(tokens, i) != HbsLexer.END) {
            depth++;
          }
        }
        case HbsLexer.END_BLOCK, HbsLexer.END_RAW_BLOCK -> depth--;
        // Each else-if stands in the else of the one before it.
        case HbsLexer.ELSE -> depth += nextType(tokens, i) == HbsLexer.END ? 0 : 1;
        case HbsLexer.LP -> parentheses++;
        case HbsLexer.RP -> parentheses--;
        default -> {
          continue;
        }
      }
      if (tags > limits.tags()) {
        return Optional.of(at(token, ProblemKind.TOO_MANY_TAGS, limits.tags()));
      }
      if (depth + parentheses > limits.nesting()) {
        return Optional.of(at(token, ProblemKind.TOO_DEEP, limits.nesting()));
      }
    }
    return Optional.empty();
  }

  private static int nextType(List<Token> tokens, int index) {
    for (int next = index + 1; next < tokens.size(); next++) {
      if (tokens.get(next).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(next).getType();
      }
    }
    return NONE;
  }

  private Problem at(Token token, ProblemKind kind, Object... what) {
    return Problem.at(kind, part, token.getLine(), token.getCharPositionInLine() + 1, what);
  }

  private static TemplateSyntax refused(Problem problem) {
    return new TemplateSyntax(List.of(problem), List.of(), false);
  }

  /** Keeps the first syntax error; those after it are mostly its consequences. */
  private final class FirstError extends BaseErrorListener {
    private Problem problem;

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object offending,
        int line,
        int column,
        String message,
        RecognitionException cause) {
      if (problem == null) {
        String found =
            offending instanceof Token token && token.getType() != Token.EOF
                ? "\"" + shortened(token.getText()) + "\""
                : offending == null ? shortened(message) : "EOF";
        problem = Problem.at(ProblemKind.SYNTAX, part, line, column + 1, found);
      }
    }
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
