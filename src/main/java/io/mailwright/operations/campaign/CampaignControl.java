package io.mailwright.operations.campaign;

import java.util.List;

/**
 * The actions of section 8 of the design on a campaign. Each throws {@code MailwrightException}:
 * {@code NOT_FOUND} for an unknown campaign, {@code WRONG_STATE} (409) when the state does not
 * allow it.
 */
public interface CampaignControl {
  /**
   * Starts a draft or scheduled campaign.
   *
   * @param user who asks, for the record
   * @return the job execution's id
   */
  long start(long campaignId, String user);

  /**
   * Stops sending within one mail; nothing is lost. Allowed while preparing, running, waiting,
   * scheduled.
   */
  void pause(long campaignId, String user);

  /**
   * Goes on where it stopped. Allowed when paused, interrupted, failed; also from waiting, which
   * looks at once for work, and while it runs and waits for its canary. Who asks has seen how the
   * canary does: it keeps back no more, if it is waited for or was refused.
   */
  void resume(long campaignId, String user);

  /**
   * The same without a person who decides, when its time has come or after a crash: a canary keeps
   * the others back as before.
   */
  void goOn(long campaignId, String user);

  /** Ends it for good: what is not sent becomes CANCELLED. Allowed unless completed. */
  void cancel(long campaignId, String user);

  /** What a resume or restart would do now; changes nothing. */
  RestartPreview previewRestart(long campaignId);

  /** What an operator decides about rows whose final reply was lost. */
  enum DoubtDecision {
    /** Counts as accepted. */
    SENT,
    /** Sends again, with the same Message-ID. */
    RESEND
  }

  /**
   * Settles rows in doubt. {@code RESEND} on a completed campaign opens it again, waiting; on a
   * cancelled one, which sends no more, it is refused.
   *
   * @param deliveryIds only these; empty for all of the campaign
   * @return how many rows changed
   */
  int settleInDoubt(long campaignId, DoubtDecision decision, List<Long> deliveryIds, String user);

  /**
   * Sends the real mail, rendered for a sample contact of the campaign's lists, to these addresses
   * only. Nothing is recorded in the ledger.
   *
   * @param to 1 to 20 addresses
   * @return one line for each address: what the server answered
   */
  List<TestResult> sendTest(long campaignId, List<String> to);

  /**
   * @param accepted whether the server took the mail
   * @param answer the server's own words, or why it was not tried
   */
  record TestResult(String to, boolean accepted, String answer) {}

  /** A new draft with the same settings. */
  long copy(long campaignId, String newName);
}
