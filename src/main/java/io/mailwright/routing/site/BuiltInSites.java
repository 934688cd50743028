package io.mailwright.routing.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The providers that the product knows by itself, from {@code sites.txt}. */
final class BuiltInSites {
  private static final Map<String, Site> BY_NAME = read();

  private BuiltInSites() {}

  /** All by name; cannot be changed. */
  static Map<String, Site> byName() {
    return BY_NAME;
  }

  private static Map<String, Site> read() {
    try (InputStream file = BuiltInSites.class.getResourceAsStream("sites.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      Map<String, Site> sites = new TreeMap<>();
      List<String> lines =
          reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      for (String line : lines) {
        Site site = site(line);
        sites.put(site.name(), site);
      }
      return Map.copyOf(sites);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Site site(String line) {
    String[] fields = line.split("\\|", -1);
    SiteDraft draft =
        new SiteDraft(fields[0], fields[1], SiteRule.words(fields[2]), SiteRule.words(fields[3]));
    return new Site(
        draft.name(), draft.displayName(), draft.domains(), draft.mxSuffixes(), true, false, 1);
  }
}
