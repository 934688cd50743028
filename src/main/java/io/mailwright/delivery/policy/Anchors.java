package io.mailwright.delivery.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The literal words of which a regular expression needs at least one, so that most rules can be
 * passed over without trying them: trying all of them costs fifty times as much. Whether a word may
 * occur is told by its pairs of characters; this may say yes wrongly, and never no.
 */
final class Anchors {
  private static final int KINDS = 1 << 13;

  /** For each word its pairs of characters; none: the expression is always to be tried. */
  private final List<int[]> words;

  private Anchors(List<int[]> words) {
    this.words = List.copyOf(words);
  }

  static Anchors of(String expression) {
    List<int[]> words =
        new Parser(expression)
            .choices()
            .map(found -> found.stream().map(Anchors::pairs).toList())
            .orElse(List.of());
    return new Anchors(words);
  }

  /** The pairs of characters of a text. */
  static BitSet pairsOf(String text) {
    BitSet pairs = new BitSet(KINDS);
    for (int i = 1; i < text.length(); i++) {
      pairs.set(pair(text.charAt(i - 1), text.charAt(i)));
    }
    return pairs;
  }

  boolean mayFit(BitSet text) {
    if (words.isEmpty()) {
      return true;
    }
    for (int[] word : words) {
      int i = 0;
      while (i < word.length && text.get(word[i])) {
        i++;
      }
      if (i == word.length) {
        return true;
      }
    }
    return false;
  }

  private static int[] pairs(String word) {
    int[] pairs = new int[word.length() - 1];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = pair(word.charAt(i), word.charAt(i + 1));
    }
    return pairs;
  }

  private static int pair(char first, char second) {
    return (first * 61 + second * 7) & (KINDS - 1);
  }

  /** Reads as much of an expression's grammar as is needed; what it does not know ends a word. */
  private static final class Parser {
    private static final int LEAST = 2;
    private final String source;
    private int at;

    Parser(String source) {
      this.source = source;
    }

    /** One word of each alternative; empty if an alternative has none. */
    Optional<List<String>> choices() {
      List<String> all = new ArrayList<>();
      boolean isComplete = true;
      do {
        Optional<List<String>> branch = sequence();
        isComplete &= branch.isPresent();
        branch.ifPresent(all::addAll);
      } while (skip('|'));
      return isComplete ? Optional.of(all) : Optional.empty();
    }

    private boolean skip(char c) {
      boolean isThere = at < source.length() && source.charAt(at) == c;
      at += isThere ? 1 : 0;
      return isThere;
    }

    private Optional<List<String>> sequence() {
      Optional<List<String>> best = Optional.empty();
      StringBuilder word = new StringBuilder();
      while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ')') {
        char c = source.charAt(at++);
        Optional<List<String>> part = Optional.empty();
        boolean isLiteral = false;
        char literal = c;
        switch (c) {
          case '(' -> part = group();
          case '[' -> skipClass();
          case '\\' -> {
            literal = source.charAt(at++);
            isLiteral = !Character.isLetterOrDigit(literal);
          }
          case '.', '^', '$' -> {
            // Any character, or a place between two: it ends a word.
          }
          default -> isLiteral = true;
        }
        boolean isOptional = quantifier();
        if (isLiteral && !isOptional) {
          word.append(literal);
        } else {
          best = better(best, word);
          word.setLength(0);
          if (isLiteral || isOptional) {
            continue;
          }
          best = better(best, part);
        }
      }
      return better(best, word);
    }

    /** Whether what stands before may be missing, or come more than once. */
    private boolean quantifier() {
      if (at >= source.length()) {
        return false;
      }
      char c = source.charAt(at);
      if (c == '?' || c == '*' || c == '+') {
        at++;
      } else if (c == '{') {
        at = source.indexOf('}', at) + 1;
      } else {
        return false;
      }
      skip('?');
      return true;
    }

    private Optional<List<String>> group() {
      boolean isLook =
          source.startsWith("?!", at) || source.startsWith("?=", at) || source.startsWith("?<", at);
      if (source.startsWith("?:", at)) {
        at += 2;
      }
      Optional<List<String>> inside = choices();
      skip(')');
      return isLook ? Optional.empty() : inside;
    }

    private void skipClass() {
      int first = at;
      while (at < source.length() && (source.charAt(at) != ']' || at == first)) {
        at += source.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }

    private static Optional<List<String>> better(Optional<List<String>> best, StringBuilder word) {
      return word.length() < LEAST ? best : better(best, Optional.of(List.of(word.toString())));
    }

    private static Optional<List<String>> better(
        Optional<List<String>> a, Optional<List<String>> b) {
      return weight(b) > weight(a) ? b : a;
    }

    private static int weight(Optional<List<String>> words) {
      return words.map(w -> w.stream().mapToInt(String::length).min().orElse(0)).orElse(-1);
    }
  }
}
