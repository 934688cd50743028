package io.mailwright.rest.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.window.WindowRule;
import io.mailwright.rest.JsonBody;
import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowJsonTest {
  private static final String FULL =
      "{\"quiet\":[{\"days\":[\"mon\",\"sun\"],\"from\":\"22:00\",\"to\":\"08:00\"}],"
          + "\"preferred\":[],\"avoidPeak\":true,\"bestHour\":{\"within\":\"PT12H\"}}";

  private static WindowRule rule(String window, WindowRule now) {
    String campaign = "{\"window\":" + window + "}";
    return WindowJson.rule(
        new JsonBody(Json.createReader(new StringReader(campaign)).readObject()), Optional.of(now));
  }

  @Test
  void givesBackWhatWasSaid() {
    WindowRule rule = rule(FULL, WindowRule.ANY_TIME);
    assertThat(WindowJson.json(rule).orElseThrow().build()).hasToString(FULL);
    assertThat(WindowJson.json(WindowRule.ANY_TIME)).isEmpty();
  }

  @Test
  void leavesWhatAChangeLeavesOut() {
    WindowRule full = rule(FULL, WindowRule.ANY_TIME);
    WindowRule changed = rule("{\"avoidPeak\":false,\"bestHour\":{}}", full);
    assertThat(changed.quiet()).isEqualTo(full.quiet());
    assertThat(changed.avoidsPeaks()).isFalse();
    assertThat(changed.bestHourWithin()).contains(Duration.ofDays(1));
    assertThat(rule("{\"bestHour\":null}", full).bestHourWithin()).isEmpty();
    assertThat(rule("{\"quiet\":[]}", full).quiet()).isEmpty();
    assertThat(rule("null", full)).isEqualTo(WindowRule.ANY_TIME);
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThatThrownBy(
            () -> rule("{\"quiet\":[{\"from\":\"7\",\"to\":\"8\"}]}", WindowRule.ANY_TIME))
        .hasMessageStartingWith("window.quiet[0].from is not a time");
    assertThatThrownBy(() -> rule("{\"quite\":[]}", WindowRule.ANY_TIME))
        .hasMessageStartingWith("window.quite is not known");
  }
}
