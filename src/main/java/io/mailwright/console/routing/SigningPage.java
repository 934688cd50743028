package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.signing.DkimAlgorithm;
import io.mailwright.routing.signing.DkimKey;
import io.mailwright.routing.signing.DkimKeyDraft;
import io.mailwright.routing.signing.DkimKeyRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** Keys that sign mails: make one, publish its record, then let mails be signed with it. */
@Named("signingPage")
@RequestScoped
public class SigningPage {
  @Inject private DkimKeyRepository keys;
  @Inject private Attempt attempt;

  private final FormFields form =
      new FormFields().put("algorithm", Require.word(DkimAlgorithm.RSA_SHA256));
  private List<DkimKey> rows;
  private long chosen;

  /** All keys. */
  public List<DkimKey> getKeys() {
    if (rows == null) {
      rows = keys.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
    }
    return rows;
  }

  /** Makes a key that does not sign yet: its record has to be published first. */
  public String create() {
    boolean isDone =
        attempt.asAdmin(
            () ->
                keys.create(
                    new DkimKeyDraft(
                        form.text("domain"),
                        form.optional("selector"),
                        Require.oneOf("algorithm", form.text("algorithm"), DkimAlgorithm.class),
                        false)));
    if (!isDone) {
      return null;
    }
    attempt.done("signing.made");
    return "/signing?faces-redirect=true";
  }

  /** Lets mails be signed with a key, or no longer. */
  public String turn(DkimKey key) {
    if (attempt.asAdmin(
        () -> keys.activate(key.id(), Revision.of(key.version()), !key.isActive()))) {
      attempt.done(key.isActive() ? "signing.off" : "signing.on", key.selector(), key.domain());
    }
    return "/signing?faces-redirect=true";
  }

  /** Removes the chosen key. */
  public String delete() {
    if (attempt.asAdmin(() -> keys.delete(chosen, Revision.latest()))) {
      attempt.done("signing.deleted");
    }
    return "/signing?faces-redirect=true";
  }

  /** Ways of signing, by the words of the outside contract. */
  public List<String> getAlgorithms() {
    return Require.words(DkimAlgorithm.class);
  }

  /** How a key signs. */
  public String word(DkimKey key) {
    return Require.word(key.algorithm());
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }
}
