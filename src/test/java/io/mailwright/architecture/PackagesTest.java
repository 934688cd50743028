package io.mailwright.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mailwright.delivery.lease.LeaseDatabase;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.view.ViewScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may import whom. Data goes one way: audience, content, campaign, routing, delivery, feedback,
 * report; later stages may know earlier ones, never back. A library that a stage should not know is
 * named by one package only.
 */
class PackagesTest {
  private static final String ROOT = "io.mailwright.";
  private static final Path SOURCES = Path.of("src/main/java");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mailwright");

  private static final String[] JDK = {
    "java..", "javax.crypto..", "javax.management..", "javax.net..", "javax.sql..", "javax.xml.."
  };

  /** The stages in the order of the flow. */
  private static final List<String> STAGES =
      List.of("audience", "content", "campaign", "routing", "delivery", "feedback");

  private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

  private static Map<String, Set<String>> mayImport() {
    Map<String, Set<String>> table = new TreeMap<>();
    table.put("kernel", Set.of());
    table.put("sandbox", Set.of("kernel"));
    table.put("audience", Set.of("kernel"));
    table.put("content", Set.of("kernel", "audience"));
    table.put("campaign", Set.of("kernel", "audience", "content"));
    // Of a recipient or a mail, routing knows nothing: only whose mails they are.
    table.put("routing", Set.of("kernel", "campaign"));
    table.put("delivery", Set.of("kernel", "audience", "content", "campaign", "routing"));
    table.put("feedback", with(STAGES.subList(0, 5), "kernel"));
    table.put("report", with(STAGES, "kernel"));
    table.put("smtp", with(STAGES, "kernel"));
    table.put("batch", with(STAGES, "kernel", "report"));
    table.put("operations", with(STAGES, "kernel", "report", "smtp", "sandbox"));
    table.put("console", with(STAGES, "kernel", "report", "operations"));
    table.put("rest", with(STAGES, "kernel", "report", "operations"));
    table.put("recipient", with(STAGES, "kernel"));
    table.put("runtime", Set.of("kernel", "batch", "operations"));
    // A client of the outside contract, like any other program.
    table.put("demo", Set.of("kernel"));
    return table;
  }

  private static Set<String> with(List<String> stages, String... more) {
    Set<String> all = new TreeSet<>(stages);
    all.addAll(List.of(more));
    return all;
  }

  static Set<String> packages() {
    return MAY_IMPORT.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsOnlyWhatTheTableAllows(String name) {
    List<String> allowed = new ArrayList<>(List.of(ROOT + name + ".."));
    MAY_IMPORT.get(name).forEach(other -> allowed.add(ROOT + other + ".."));
    if (name.equals("runtime")) {
      // The one exception: runtime makes the leases' own connection pool, which delivery.lease asks
      // for by this qualifier. The kernel cannot hold it, since it knows no injection.
      allowed.add(LeaseDatabase.class.getPackageName());
    }
    classes()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("io.mailwright.."))
                .or(resideInAnyPackage(allowed.toArray(new String[0]))))
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void ofTheLeasesTheRuntimeKnowsTheQualifierOnly() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "runtime..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "delivery..").and(not(type(LeaseDatabase.class))))
        .check(PRODUCT);
  }

  @Test
  void everyPackageStandsInTheTable() {
    Set<String> found = new TreeSet<>();
    PRODUCT.forEach(
        type -> found.add(type.getPackageName().substring(ROOT.length()).split("\\.")[0]));
    assertThat(MAY_IMPORT.keySet()).containsAll(found);
  }

  /** The server would not start: a page is kept, and what it injects has to be kept with it. */
  @Test
  void noPageInjectsWhatIsHandedOutItself() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(ViewScoped.class)
        .or()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(SessionScoped.class)
        .should()
        .haveRawType(annotatedWith(NodeSingleton.class))
        .check(PRODUCT);
  }

  @Test
  void theKernelUsesTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage(ROOT + "kernel..")
        // The one exception: what all entities and their repositories share. Every stage that keeps
        // something people edit needs it, and there is nothing below them but the kernel.
        .and()
        .resideOutsideOfPackage(ROOT + "kernel.store..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage(ROOT + "kernel..")))
        .check(PRODUCT);
    classes()
        .that()
        .resideInAPackage(ROOT + "kernel.store..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK)
                .or(resideInAnyPackage(ROOT + "kernel..", "jakarta.persistence..")))
        .check(PRODUCT);
  }

  @Test
  void theLauncherUsesTheJdkAndTheSettingsOnly() {
    // It runs before the server; the build puts no other of our packages on the class path then.
    classes()
        .that()
        .resideInAPackage(ROOT + "runtime.launcher..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK)
                .or(
                    resideInAnyPackage(
                        ROOT + "runtime.launcher..",
                        ROOT + "kernel.settings..",
                        ROOT + "kernel.error..")))
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "runtime.launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "runtime.launcher..")
        .check(PRODUCT);
  }

  @Test
  void theDemonstrationIsAClientOfTheOutsideContract() {
    classes()
        .that()
        .resideInAPackage(ROOT + "demo..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK)
                .or(
                    resideInAnyPackage(
                        ROOT + "demo..",
                        ROOT + "kernel..",
                        "jakarta.json..",
                        "jakarta.inject..",
                        "jakarta.enterprise.context..",
                        "jakarta.enterprise.event..",
                        "org.eclipse.microprofile.config..",
                        // It is started by the server and so runs on one of its threads.
                        "jakarta.enterprise.concurrent..",
                        "jakarta.annotation..")))
        .check(PRODUCT);
  }

  @Test
  void jakartaMailStaysInSmtp() {
    only("smtp", "jakarta.mail..", "jakarta.activation..", "org.eclipse.angus..");
  }

  @Test
  void dnsIsAskedInSmtp() {
    only("smtp", "org.xbill..");
  }

  @Test
  void mailsThatComeBackAreReadInOnePackage() {
    only("feedback.mail", "org.apache.james..");
  }

  /** Reading knows nothing of what the words mean. */
  @Test
  void readingAMailKnowsNoRules() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "feedback.mail..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "feedback.bounce..", ROOT + "delivery..")
        .check(PRODUCT);
  }

  @Test
  void batchArtifactsStayInBatch() {
    only("batch", "jakarta.batch.api..");
  }

  @Test
  void whatServerAndBatchRuntimeAreMadeOfStaysInRuntime() {
    only("runtime", "org.jberet..", "com.hazelcast..", "fish.payara..", "org.flywaydb..");
  }

  @Test
  void facesStaysInTheConsole() {
    only("console", "jakarta.faces..", "org.primefaces..", "org.omnifaces..");
  }

  @Test
  void jaxRsStaysInRest() {
    only("rest", "jakarta.ws.rs..", "org.eclipse.microprofile.openapi..");
  }

  @Test
  void theSandboxAloneKnowsAnSmtpServer() {
    only("sandbox", "org.subethamail..");
  }

  @Test
  void templatesAreHandlebarsInContentOnly() {
    only("content", "com.github.jknack..");
  }

  private static void only(String name, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(PRODUCT);
  }

  @Test
  void rowsThatRunByTheMillionKnowNoEntityManager() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "delivery..",
            ROOT + "feedback..",
            ROOT + "report..",
            ROOT + "smtp..",
            ROOT + "batch..",
            ROOT + "console..")
        // The feeds and the mailboxes themselves are what people edit.
        .and()
        .resideOutsideOfPackages(ROOT + "feedback.feed", ROOT + "feedback.mailbox")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.persistence..")
        .check(PRODUCT);
  }

  @Test
  void howARepositoryIsMadeIsHidden() {
    classes()
        .that()
        .resideInAPackage("io.mailwright..")
        .and()
        .haveSimpleNameEndingWith("Repository")
        .and()
        .areInterfaces()
        .should()
        .bePublic()
        .check(PRODUCT);
    classes()
        .that()
        .haveNameMatching(".*\\.(Jdbc|Jpa)[A-Z]\\w*")
        .should()
        .bePackagePrivate()
        .check(PRODUCT);
  }

  @Test
  void everyPackageSaysWhatBelongsInIt() throws IOException {
    try (Stream<Path> folders = Files.walk(SOURCES)) {
      List<Path> packages =
          folders.filter(Files::isDirectory).filter(PackagesTest::holdsSources).toList();
      assertThat(packages).isNotEmpty();
      for (Path folder : packages) {
        assertThat(folder.resolve("package-info.java"))
            .as(folder.toString())
            .content()
            .startsWith("/**");
      }
    }
  }

  private static boolean holdsSources(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
