package io.mailwright.console.keeping;

import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Show;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.person.ErasedPart;
import io.mailwright.operations.person.Erasing;
import io.mailwright.operations.person.Erasure;
import io.mailwright.operations.person.ErasureRepository;
import io.mailwright.operations.person.PersonJson;
import io.mailwright.operations.person.PersonRecord;
import io.mailwright.operations.person.PersonRecords;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.omnifaces.util.Faces;

/**
 * What is held about one person, and the erasing of it. Every look and every change is an admin's.
 */
@Named("personPage")
@RequestScoped
public class PersonPage {
  private static final int ROWS = 50;

  /** Characters that still fit into a line of a cell. */
  private static final int LONG = 40;

  @Inject private PersonRecords records;
  @Inject private Erasing erasing;
  @Inject private ErasureRepository erasures;
  @Inject private Attempt attempt;
  @Inject private Show show;
  @Inject private Words words;
  @Inject private Visitor visitor;

  private final FormFields form = new FormFields();
  private PersonRecord found;
  private Map<ErasedPart, Long> preview;

  /** Lets admins see the page, and nobody else. */
  public void open() {
    visitor.requireAdmin();
  }

  /** Looks up what is held; the address stays out of the page's own address. */
  public String look() {
    attempt.asAdmin(
        () -> {
          EmailAddress address = form.address("email");
          found = records.of(address);
          preview = erasing.preview(address);
          form.put("confirmed", address.key());
        });
    return null;
  }

  /** Everything that is held about the person that was looked up, as a file. */
  public void download() {
    attempt.asAdmin(
        () -> {
          byte[] file =
              PersonJson.of(records.of(form.address("confirmed")))
                  .toString()
                  .getBytes(StandardCharsets.UTF_8);
          // Without the address in its name: names of files end up in lists of downloads.
          Faces.sendFile(file, "person.json", true);
        });
  }

  /** Erases the person that was looked up. */
  public String erase() {
    Erasure[] done = {null};
    if (!attempt.asAdmin(
        () -> done[0] = erasing.erase(form.address("confirmed"), visitor.getName()))) {
      return null;
    }
    attempt.done(done[0].isDone() ? "person.erased" : "person.erasing");
    return "/person?faces-redirect=true";
  }

  /** What was found; null before anything was asked. */
  public PersonRecord getFound() {
    return found;
  }

  /** The parts of it that have something. */
  public List<PersonRecord.Section> getSections() {
    return found == null
        ? List.of()
        : found.sections().stream().filter(section -> !section.rows().isEmpty()).toList();
  }

  /**
   * A value as people read it.
   *
   * @param text a dash for nothing
   */
  public record Cell(String field, String text, boolean isNone) {
    /** Whether it takes several lines. */
    public boolean isLong() {
      return text.length() > LONG;
    }
  }

  /** A row's values in the order of its fields. */
  public List<Cell> cells(Map<String, Object> row) {
    return row.entrySet().stream()
        .map(each -> new Cell(each.getKey(), shown(each), each.getValue() == null))
        .toList();
  }

  private String shown(Map.Entry<String, Object> each) {
    Object value = each.getValue();
    if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + ": " + field.getValue())
          .collect(Collectors.joining(", "));
    }
    String text = value instanceof Instant ? show.time(value) : show.text(value);
    return switch (each.getKey()) {
      case "state" -> words.orElse("delivery." + constant(text), text);
      case "kind" -> kind(text);
      case "reason" -> reason(text);
      case "source" -> show.source(value);
      case "why", "note", "evidence", "detail" -> show.said(value);
      default -> text;
    };
  }

  private String kind(String text) {
    return Stream.of("delivery.back.", "feedback.", "bounce.kind.")
        .map(begin -> words.orElse(begin + constant(text), ""))
        .filter(said -> !said.isEmpty())
        .findFirst()
        .orElse(text);
  }

  /** Of a suppression, or of a mail that came back. */
  private String reason(String text) {
    String name = constant(text);
    return Stream.of(SuppressionReason.values())
        .filter(reason -> reason.name().equals(name))
        .map(reason -> words.title(reason.wording()))
        .findFirst()
        .orElseGet(() -> words.orElse("bounce.reason." + name, text));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** What an erasure would do, by part. */
  public List<Map.Entry<ErasedPart, Long>> getParts() {
    return preview == null
        ? List.of()
        : preview.entrySet().stream().filter(part -> part.getValue() > 0).toList();
  }

  /** Who was erased, the last first. */
  public List<Erasure> getErasures() {
    visitor.requireAdmin();
    return erasures.page(PageRequest.newest(ROWS)).items();
  }

  /** How many records an erasure was about. */
  public long records(Erasure erasure) {
    return erasure.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }
}
