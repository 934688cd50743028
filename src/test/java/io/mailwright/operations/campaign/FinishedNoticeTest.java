package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishedNoticeTest {
  @ParameterizedTest
  @CsvSource({
    "150, 0, 0, 0, info",
    "149, 1, 0, 0, info",
    "149, 0, 0, 1, warning",
    "0, 150, 0, 0, error",
    "0, 0, 150, 0, error",
    "0, 0, 0, 0, warning"
  })
  void doesNotLookLikeASuccessWhenNobodyWasReached(
      long sent, long failed, long expired, long inDoubt, String level) {
    DeliveryCounts counts =
        new DeliveryCounts(
            Map.of(
                DeliveryState.SENT, sent,
                DeliveryState.FAILED, failed,
                DeliveryState.EXPIRED, expired,
                DeliveryState.IN_DOUBT, inDoubt));
    assertThat(FinishedNotice.level(counts)).isEqualTo(level);
  }
}
