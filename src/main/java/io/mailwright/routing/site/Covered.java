package io.mailwright.routing.site;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A domain or mail exchanger that a site has by the product itself, and that another one takes from
 * it, since people said so.
 *
 * @param name the domain or exchanger
 * @param site whose it would be
 */
public record Covered(String name, Site site) {
  /**
   * What a site takes from others.
   *
   * @param by the site
   * @param all the table
   * @return by the others' order in the table; empty for a site that people did not make
   */
  public static List<Covered> by(Site by, Collection<Site> all) {
    if (!by.changed()) {
      return List.of();
    }
    return all.stream()
        .filter(other -> !other.changed() && !other.name().equals(by.name()))
        .flatMap(
            other ->
                Stream.concat(
                    both(by.domains(), other.domains(), other),
                    both(by.mxSuffixes(), other.mxSuffixes(), other)))
        .toList();
  }

  private static Stream<Covered> both(List<String> taken, List<String> had, Site other) {
    return taken.stream().filter(had::contains).map(name -> new Covered(name, other));
  }
}
