package io.mailwright.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mailwright.operations.execution.JobCatalogue;
import io.mailwright.operations.execution.JobDefinition;
import jakarta.batch.api.BatchProperty;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the job definitions name must exist: JBeret finds out only when the step starts. */
class JobDefinitionsTest {
  private static final Path FOLDER = Path.of("batch-jobs");
  private static final String EXPLICIT_LIMIT = "\\d+|#\\{jobParameters\\['\\w+'\\]\\}\\?:\\d+;";

  private static final Map<String, JavaClass> ARTIFACTS =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("io.mailwright.batch")
              .stream()
              .filter(type -> type.isAnnotatedWith(Named.class))
              .collect(
                  Collectors.toMap(
                      type -> type.getAnnotationOfType(Named.class).value(), type -> type));

  static List<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static Document read(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagNameNS("*", name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static List<Element> withRef(Document document) {
    return elements(document, "*").stream().filter(e -> e.hasAttribute("ref")).toList();
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void isNamedLikeItsFileAndOfVersionTwo(Path file) throws Exception {
    Element job = read(file).getDocumentElement();
    assertThat(job.getNamespaceURI()).isEqualTo("https://jakarta.ee/xml/ns/jakartaee");
    assertThat(job.getAttribute("id") + ".xml").isEqualTo(file.getFileName().toString());
    assertThat(job.getAttribute("version")).isEqualTo("2.0");
  }

  /** Else a restart finds the step complete, takes its old exit status and stops again. */
  @ParameterizedTest
  @MethodSource("definitions")
  void stepToRestartAtCanRunAgain(Path file) throws Exception {
    Document document = read(file);
    Set<String> restartedAt =
        elements(document, "stop").stream()
            .map(stop -> stop.getAttribute("restart"))
            .collect(Collectors.toSet());
    assertThat(elements(document, "step"))
        .filteredOn(step -> restartedAt.contains(step.getAttribute("id")))
        .allSatisfy(
            step -> assertThat(step.getAttribute("allow-start-if-complete")).isEqualTo("true"));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyRefIsABatchArtifact(Path file) throws Exception {
    List<Element> refs = withRef(read(file));
    assertThat(refs).isNotEmpty();
    assertThat(refs).allSatisfy(e -> assertThat(ARTIFACTS).containsKey(e.getAttribute("ref")));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyArtifactGetsTheBatchPropertiesItAsksForAndNoOthers(Path file) throws Exception {
    for (Element element : withRef(read(file))) {
      Set<String> given = new TreeSet<>();
      NodeList properties = element.getElementsByTagNameNS("*", "property");
      for (int i = 0; i < properties.getLength(); i++) {
        given.add(((Element) properties.item(i)).getAttribute("name"));
      }
      String ref = element.getAttribute("ref");
      assertThat(given).as(ref).isEqualTo(propertiesOf(ARTIFACTS.get(ref)));
    }
  }

  private static Set<String> propertiesOf(JavaClass artifact) {
    Set<String> names = new TreeSet<>();
    for (JavaField field : artifact.getAllFields()) {
      if (field.isAnnotatedWith(BatchProperty.class)) {
        String name = field.getAnnotationOfType(BatchProperty.class).name();
        names.add(name.isEmpty() ? field.getName() : name);
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyListedExceptionIsOneOfOurs(Path file) throws Exception {
    // Never a general class: failures of listeners and checkpoints pass the same lists.
    for (Element include : elements(read(file), "include")) {
      Class<?> listed = Class.forName(include.getAttribute("class"));
      assertThat(listed).isAssignableTo(Exception.class);
      assertThat(listed.getPackageName()).startsWith("io.mailwright.");
      assertThat(listed).isFinal();
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyChunkSaysItsLimits(Path file) throws Exception {
    Document definition = read(file);
    List<Element> chunks = elements(definition, "chunk");
    assertThat(chunks.size() + elements(definition, "batchlet").size()).isPositive();
    for (Element chunk : chunks) {
      assertThat(chunk.getAttribute("skip-limit")).matches(EXPLICIT_LIMIT);
      assertThat(chunk.getAttribute("retry-limit")).matches(EXPLICIT_LIMIT);
    }
  }

  @Test
  void theCatalogueOffersEveryDefinitionWithParametersItKnows() throws Exception {
    assertThat(JobCatalogue.JOBS.stream().map(job -> job.name() + ".xml"))
        .containsExactlyInAnyOrderElementsOf(
            definitions().stream().map(file -> file.getFileName().toString()).toList());
    for (JobDefinition job : JobCatalogue.JOBS) {
      String text = Files.readString(FOLDER.resolve(job.name() + ".xml"));
      for (JobDefinition.Parameter parameter : job.parameters()) {
        assertThat(text).contains("jobParameters['" + parameter.name() + "']");
        if (!parameter.required()) {
          assertThat(text)
              .contains(
                  "jobParameters['" + parameter.name() + "']}?:" + parameter.defaultValue() + ";");
        }
      }
    }
  }

  @Test
  void noArtifactIsLeftOver() throws Exception {
    Set<String> used = new TreeSet<>();
    for (Path file : definitions()) {
      withRef(read(file)).forEach(e -> used.add(e.getAttribute("ref")));
    }
    assertThat(used).isEqualTo(new TreeSet<>(ARTIFACTS.keySet()));
  }
}
