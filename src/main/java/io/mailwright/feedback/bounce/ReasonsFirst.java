package io.mailwright.feedback.bounce;

import io.mailwright.feedback.bounce.Addresses.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Notices that say first why and then of whom: a line with the reason, and below it lines with
 * nothing but addresses. Taken for the usual order, each recipient would get the next one's reason.
 */
final class ReasonsFirst {
  /** A reply, or a heading: no sentence that only leads to what follows. */
  private static final Pattern REASON =
      Pattern.compile("^\\W{0,3}[45]\\d\\d\\b|[45]\\.[0-7]\\.\\d|:$|^[^:]{1,20}: ");

  private static final String AROUND = "<>[]()*-\"' \t.,;";

  /** Lines from {@code start} on, of which those from {@code addresses} on name recipients. */
  private record Group(int start, int addresses, int end) {}

  private ReasonsFirst() {}

  /**
   * The lines, with each reason put behind its addresses; as they are, if that order is not sure.
   */
  static List<String> behindTheirAddresses(List<String> lines) {
    List<Group> groups = groups(lines);
    if (groups.size() < 2 || !isSure(lines, groups)) {
      return lines;
    }
    List<String> turned = new ArrayList<>();
    int next = 0;
    for (Group group : groups) {
      turned.addAll(lines.subList(next, group.start()));
      turned.add(String.join(" ", lines.subList(group.addresses(), group.end())));
      turned.addAll(lines.subList(group.start(), group.addresses()));
      next = group.end();
    }
    turned.addAll(lines.subList(next, lines.size()));
    return turned;
  }

  private static List<Group> groups(List<String> lines) {
    List<Group> groups = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (isAddress(lines.get(i))) {
        int end = i + 1;
        while (end < lines.size() && isAddress(lines.get(end))) {
          end++;
        }
        int start = i;
        while (start > before && !lines.get(start - 1).isBlank()) {
          start--;
        }
        groups.add(new Group(start, i, end));
        before = end;
        i = end - 1;
      }
    }
    return groups;
  }

  /** Every group has a reason right above it, and none below. */
  private static boolean isSure(List<String> lines, List<Group> groups) {
    boolean haveReasons =
        groups.stream()
            .allMatch(
                g ->
                    g.start() < g.addresses()
                        && lines.subList(g.start(), g.addresses()).stream()
                            .anyMatch(line -> REASON.matcher(line).find()));
    int last = groups.get(groups.size() - 1).end();
    boolean endsThere = lines.subList(last, lines.size()).stream().allMatch(String::isBlank);
    boolean standApart =
        groups.stream().allMatch(g -> g.end() == lines.size() || lines.get(g.end()).isBlank());
    return haveReasons && (endsThere || standApart);
  }

  private static boolean isAddress(String line) {
    List<Place> places = Addresses.inText(line, 1);
    if (places.isEmpty()) {
      return false;
    }
    Place place = places.get(0);
    String rest = line.substring(0, place.start()) + line.substring(place.end());
    return rest.chars().allMatch(c -> AROUND.indexOf(c) >= 0);
  }
}
