package io.mailwright.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code docs/dependencies.md} gives a reason for every library and plugin of the build. */
class DependenciesTest {
  private static final List<String> KINDS = List.of("dependency", "plugin", "path", "artifactItem");

  @Test
  void everyLibraryAndPluginHasAReason() throws Exception {
    List<String> rows = Files.readAllLines(Path.of("docs/dependencies.md"));
    List<Element> named = named();
    assertThat(named).hasSizeGreaterThan(40);
    for (Element element : named) {
      String artifact = child(element, "artifactId");
      String version = child(element, "version").replaceAll("[${}]", "");
      assertThat(rows)
          .as(artifact + " with " + version + " in a row of three columns")
          .anyMatch(
              row ->
                  row.startsWith("| `" + artifact + "` | " + version + " | ")
                      && row.matches("\\|[^|]+\\|[^|]+\\| [^|]{10,} \\|"));
    }
  }

  @Test
  void everyRowIsOfTheBuild() throws Exception {
    List<String> artifacts = named().stream().map(e -> child(e, "artifactId")).toList();
    assertThat(Files.readAllLines(Path.of("docs/dependencies.md")).stream())
        .filteredOn(row -> row.startsWith("| `"))
        .allMatch(row -> artifacts.contains(row.split("`")[1]))
        // Two groups may have an artifact of the same name; their versions stand apart.
        .extracting(row -> row.split("\\|")[1] + row.split("\\|")[2])
        .doesNotHaveDuplicates();
  }

  private static List<Element> named() throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
    List<Element> found = new ArrayList<>();
    for (String kind : KINDS) {
      NodeList elements = pom.getElementsByTagName(kind);
      for (int i = 0; i < elements.getLength(); i++) {
        found.add((Element) elements.item(i));
      }
    }
    return found;
  }

  private static String child(Element parent, String name) {
    NodeList children = parent.getElementsByTagName(name);
    return children.item(0).getTextContent().strip();
  }
}
