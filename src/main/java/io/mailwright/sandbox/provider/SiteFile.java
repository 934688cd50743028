package io.mailwright.sandbox.provider;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Simulated sites as people write them down, in JSON; {@code docs/simulator.md} describes it.
 *
 * @param seed of all that is left to chance
 * @param sites at least one
 */
public record SiteFile(long seed, List<SiteSpec> sites) {
  private static final String BUILT_IN = "default-sites.json";
  private static final Pattern DAYS = Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?");
  private static final Pattern HOURS = Pattern.compile("(\\d{1,2})-(\\d{1,2})");

  /** Refuses sites that have a name or a domain in common. */
  public SiteFile {
    SimulatedProvider.requireDistinct(sites);
    sites = List.copyOf(sites);
  }

  /** Six providers that differ: {@code gmail, outlook, yahoo, qq, netease, small}. */
  public static SiteFile builtIn() {
    try (InputStream in = SiteFile.class.getResourceAsStream(BUILT_IN)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The product's own " + BUILT_IN + " cannot be read", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws MailwrightException {@link ErrorCode#SETTING_UNUSABLE} with the place that is wrong
   */
  public static SiteFile read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw unusable(file, "it cannot be read (" + e + ")", e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, e.getMessage(), e);
    }
  }

  private static MailwrightException unusable(Path file, String why, Exception cause) {
    return new MailwrightException(
        ErrorCode.SETTING_UNUSABLE,
        "The simulated sites in %s cannot be used: %s. Correct the file and start again."
            .formatted(file, why),
        cause);
  }

  /**
   * Reads the text of a file.
   *
   * @throws IllegalArgumentException with the place that is wrong
   */
  public static SiteFile parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonFields file = new JsonFields(reader.readValue(), "the file");
      List<SiteSpec> sites = new ArrayList<>();
      for (JsonValue value : file.list("sites")) {
        sites.add(site(value));
      }
      if (sites.isEmpty()) {
        throw new IllegalArgumentException("\"sites\" must name at least one site");
      }
      long seed = file.integer("seed").orElse(1);
      file.end();
      return new SiteFile(seed, sites);
    } catch (JsonException e) {
      throw new IllegalArgumentException("this is no JSON: " + e.getMessage(), e);
    }
  }

  /** Brings the sites up now. */
  public SimulatedProvider start(Clock clock) {
    return new SimulatedProvider(sites, clock, seed);
  }

  private static SiteSpec site(JsonValue value) {
    JsonFields fields = new JsonFields(value, "a site");
    String name =
        fields
            .text("name")
            .orElseThrow(() -> new IllegalArgumentException("a site has no \"name\""));
    try {
      SiteSpec site = site(name, fields);
      fields.end();
      return site;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("site " + name + ": " + e.getMessage(), e);
    }
  }

  private static SiteSpec site(String name, JsonFields fields) {
    SiteSpec.Builder site = SiteSpec.named(name);
    fields.texts("domains").forEach(site::domain);
    site.replies(replies(fields));
    fields.text("each").map(SiteFile::each).ifPresent(site::each);
    site.rates(Duration.ZERO, rates(fields));
    fields.seconds("penalty").ifPresent(site::penalty);
    fields.seconds("retryAfter").ifPresent(site::retryAfter);
    fields.integer("connections").ifPresent(site::connections);
    fields.integer("closesAfter").ifPresent(site::closesAfter);
    fields.seconds("greylist").ifPresent(site::greylist);
    site.latency(
        fields.millis("latencyMillis").orElse(Duration.ZERO),
        fields.millis("jitterMillis").orElse(Duration.ZERO));
    fields.number("unknown").ifPresent(site::unknown);
    site.moods(moods(fields));
    for (JsonValue value : fields.list("changes")) {
      JsonFields change = new JsonFields(value, "a change");
      Duration at =
          change
              .seconds("at")
              .orElseThrow(() -> new IllegalArgumentException("a change has no \"at\""));
      site.rates(at, rates(change));
      change.end();
    }
    for (JsonValue value : fields.list("blocked")) {
      JsonFields listing = new JsonFields(value, "a listing");
      String source =
          listing
              .text("source")
              .orElseThrow(() -> new IllegalArgumentException("a listing has no \"source\""));
      site.blocked(source, span(listing));
    }
    for (JsonValue value : fields.list("dead")) {
      site.dead(span(new JsonFields(value, "a time")));
    }
    return site.build();
  }

  private static SiteReplies replies(JsonFields fields) {
    SiteReplies replies = SiteReplies.styled(fields.text("style").orElse("plain"));
    JsonFields own = fields.object("replies");
    for (SiteVerdict verdict : SiteVerdict.values()) {
      String line = own.text(verdict.word()).orElse("");
      replies = line.isEmpty() ? replies : replies.with(verdict, line);
    }
    own.end();
    return replies;
  }

  private static SiteSpec.Each each(String word) {
    return switch (word) {
      case "site" -> SiteSpec.Each.SITE;
      case "source" -> SiteSpec.Each.SOURCE;
      default -> throw new IllegalArgumentException("each must be \"site\" or \"source\"");
    };
  }

  private static List<RateLimit> rates(JsonFields fields) {
    return fields.texts("rates").stream().map(RateLimit::parse).toList();
  }

  private static Span span(JsonFields fields) {
    Duration from = fields.seconds("from").orElse(Duration.ZERO);
    Span span =
        fields.seconds("until").map(until -> new Span(from, until)).orElse(Span.since(from));
    fields.end();
    return span;
  }

  private static MoodTable moods(JsonFields fields) {
    MoodTable table =
        MoodTable.even(fields.text("zone").<ZoneId>map(ZoneId::of).orElse(ZoneOffset.UTC));
    for (JsonValue value : fields.list("moods")) {
      JsonFields row = new JsonFields(value, "a mood");
      Matcher days = matching(DAYS, row.text("days").orElse("mon-sun"), "days", "mon-fri");
      Matcher hours = matching(HOURS, row.text("hours").orElse("0-24"), "hours", "9-17");
      DayOfWeek first = day(days.group(1));
      table =
          table.with(
              first,
              days.group(2) == null ? first : day(days.group(2)),
              Integer.parseInt(hours.group(1)),
              Integer.parseInt(hours.group(2)),
              new Mood(
                  row.number("rate").orElse(1.0),
                  row.number("deferred").orElse(0.0),
                  row.number("latency").orElse(1.0)));
      row.end();
    }
    return table;
  }

  private static Matcher matching(Pattern pattern, String text, String name, String example) {
    Matcher matcher = pattern.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " must be written like \"" + example + "\"");
    }
    return matcher;
  }

  private static DayOfWeek day(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(word)) {
        return day;
      }
    }
    throw new IllegalArgumentException("\"" + word + "\" is no day; write mon, tue, wed");
  }
}
