package io.mailwright.smtp.dkim;

import io.mailwright.content.program.MailSigner;
import io.mailwright.content.program.MailSigners;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.routing.signing.DkimKey;
import io.mailwright.routing.signing.DkimKeyRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Signers with the keys of exactly the sender's domain. */
@ApplicationScoped
public class DkimSigners implements MailSigners {
  private DkimKeyRepository keys;
  private SecretBox secrets;
  private Clock clock;

  DkimSigners() {}

  /** For injection. */
  @Inject
  public DkimSigners(DkimKeyRepository keys, SecretBox secrets, Clock clock) {
    this.keys = keys;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Optional<MailSigner> of(EmailAddress from) {
    List<SigningKey> opened = keys.signing(from.domain()).stream().map(this::opened).toList();
    return opened.isEmpty() ? Optional.empty() : Optional.of(new DkimSigner(opened, clock));
  }

  private SigningKey opened(DkimKey key) {
    return new SigningKey(
        key.domain(),
        key.selector(),
        key.algorithm(),
        key.open(secrets),
        FastSignatures.provider());
  }
}
