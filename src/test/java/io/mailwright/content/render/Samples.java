package io.mailwright.content.render;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Templates and recipients that the tests of this package share. */
final class Samples {
  private Samples() {}

  static final Recipient ANN =
      new Recipient(
          "ann@example.com",
          "Ann",
          "en-GB",
          "Europe/London",
          Map.of("city", "Zürich", "城市", "上海", "First_name", "Ann", "amount", "1234.5"));

  static Recipient named(String name) {
    return new Recipient("x@example.com", name, "en", "", Map.of());
  }

  static Recipient withAttributes(int count, String value) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put("a" + i, value);
    }
    return new Recipient("x@example.com", "X", "en", "", attributes);
  }

  static TemplateSource html(String html) {
    return new TemplateSource("t", "s", html, Optional.of("text"), List.of());
  }

  static TemplateSource source(String subject, String html, String text) {
    return new TemplateSource("t", subject, html, Optional.of(text), List.of());
  }

  static TemplateSource withoutText(String html) {
    return new TemplateSource("t", "s", html, Optional.empty(), List.of());
  }

  static String render(String html, Recipient recipient) {
    return new TemplateCompiler().compile(html(html)).render(recipient).html();
  }

  static RenderLimits limits(int output, int iterations, Duration time) {
    return new RenderLimits(1 << 20, 10_000, 32, output, iterations, time);
  }
}
