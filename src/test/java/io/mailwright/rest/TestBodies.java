package io.mailwright.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Bodies as a client sends them, for tests. */
public final class TestBodies {
  private TestBodies() {}

  public static JsonBody body(String json) {
    try {
      return JsonBodyReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** That a call is refused, and for which field; empty when for none. */
  public static void refuses(ErrorCode code, String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.field().orElse("")).isEqualTo(field);
            });
  }
}
