package io.mailwright.operations.timer;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.RestartPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Notes what is started, or refuses it. */
final class Starts implements CampaignControl {
  final List<Long> asked = new ArrayList<>();
  boolean refuse;

  /** What a start comes to before it fails. */
  LongConsumer before = id -> {};

  @Override
  public long start(long campaignId, String user) {
    asked.add(campaignId);
    if (refuse) {
      before.accept(campaignId);
      throw new MailwrightException(ErrorCode.WRONG_STATE, "the list is empty");
    }
    return 1;
  }

  @Override
  public void pause(long campaignId, String user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resume(long campaignId, String user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void goOn(long campaignId, String user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel(long campaignId, String user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RestartPreview previewRestart(long campaignId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int settleInDoubt(
      long campaignId, DoubtDecision decision, List<Long> deliveryIds, String user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TestResult> sendTest(long campaignId, List<String> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long copy(long campaignId, String newName) {
    throw new UnsupportedOperationException();
  }
}
