package io.mailwright.operations.node;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.notice.NoticeKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;

/**
 * What people may have damaged and nothing can be sent without, asked for at the start: so that a
 * bad file ends the start and names itself, and does not fail the first campaign.
 */
@ApplicationScoped
public class StartChecks {
  private SecretBox secrets;
  private ReplyClassifier rules;
  private Settings settings;

  StartChecks() {}

  @Inject
  StartChecks(SecretBox secrets, ReplyClassifier rules, Settings settings) {
    this.secrets = secrets;
    this.rules = rules;
    this.settings = settings;
  }

  /**
   * Looks at them.
   *
   * @throws io.mailwright.kernel.error.MailwrightException names the file or setting and what to do
   */
  public void check() {
    Objects.requireNonNull(secrets, "the key file");
    Objects.requireNonNull(rules, "the reply rules");
    NoticeKind.ofSetting(settings);
  }
}
