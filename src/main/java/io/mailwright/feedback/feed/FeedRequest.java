package io.mailwright.feedback.feed;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was posted to a feed.
 *
 * @param headers gives the first field of a name, whatever the case
 * @param body as it came
 */
public record FeedRequest(Function<String, Optional<String>> headers, byte[] body) {
  String header(String name) {
    return headers.apply(name).orElse("").strip();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
