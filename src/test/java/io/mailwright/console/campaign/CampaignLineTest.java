package io.mailwright.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.operations.campaign.CampaignProgress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignLineTest {

  @ParameterizedTest
  @CsvSource({
    "RUNNING, 0, false, true",
    "WAITING, 0, false, true",
    "PAUSED, 3, false, true",
    "PAUSED, 0, true, true",
    "PAUSED, 0, false, false",
    "CANCELLED, 3, true, true",
    "CANCELLED, 0, true, true",
    "CANCELLED, 0, false, false",
    "COMPLETED, 0, true, true",
    "COMPLETED, 0, false, false",
    "INTERRUPTED, 0, false, false",
    "DRAFT, 0, false, false"
  })
  void movesUntilNothingIsClaimedAndItsRunHasEnded(
      CampaignState state, long claimed, boolean isRunning, boolean isMoving) {
    assertThat(line(state, claimed, isRunning).isMoving()).isEqualTo(isMoving);
  }

  private static CampaignLine line(CampaignState state, long claimed, boolean isRunning) {
    Campaign campaign =
        new Campaign() {
          @Override
          public CampaignState state() {
            return state;
          }
        };
    return new CampaignLine(
        campaign,
        new CampaignProgress(
            new DeliveryCounts(Map.of(DeliveryState.CLAIMED, claimed)),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            isRunning));
  }
}
