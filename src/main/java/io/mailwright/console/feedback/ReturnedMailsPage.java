package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Mails that came back: which there are, and one of them with its raw text. */
@Named("returnedMailsPage")
@RequestScoped
public class ReturnedMailsPage {
  private static final int ROWS = 50;
  private static final int MOST_FINDINGS = 200;
  private static final int MOST_SHOWN = 64 * 1024;
  private static final String MAIL = "mail";
  private static final String UNBELIEVED = "unbelieved";

  @Inject private EvidenceRepository evidence;
  @Inject private FeedbackIntake intake;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;
  @Inject private FacesContext faces;

  private String state = "";
  private long mailbox;
  private long after;
  private long id;
  private Page<Evidence> page;
  private Evidence mail;

  /** A button's request is read by what the page shows, before its fields are. */
  @PostConstruct
  void begin() {
    String given = faces.getExternalContext().getRequestParameterMap().get(MAIL);
    if (given != null && given.matches("\\d{1,18}")) {
      id = Long.parseLong(given);
    }
  }

  /** Only people who may send see what others wrote. */
  public void open() {
    visitor.requireSender();
    mail = find();
  }

  /** The same of all of them. */
  public void openAll() {
    visitor.requireSender();
  }

  private Evidence find() {
    return evidence
        .find(id)
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no returned mail " + id + "."));
  }

  /** One page, newest first. */
  public Page<Evidence> getPage() {
    if (page == null) {
      page =
          evidence.page(
              new PageRequest(
                  after > 0 ? OptionalLong.of(after) : OptionalLong.empty(), ROWS, true),
              filter());
    }
    return page;
  }

  private EvidenceRepository.Filter filter() {
    Optional<EvidenceState> wanted = Optional.empty();
    for (EvidenceState one : EvidenceState.values()) {
      wanted = one.name().equals(state) ? Optional.of(one) : wanted;
    }
    return new EvidenceRepository.Filter(
        mailbox > 0 ? Optional.of(mailbox) : Optional.empty(),
        wanted,
        state.equals(UNBELIEVED) ? Optional.of(false) : Optional.empty());
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** Whether anything is looked for. */
  public boolean isFiltered() {
    return !state.isEmpty() || mailbox > 0;
  }

  /** The words to choose from, beside that for all. */
  public List<String> getStates() {
    return List.of(
        EvidenceState.QUARANTINED.name(),
        UNBELIEVED,
        EvidenceState.STORED.name(),
        EvidenceState.DONE.name());
  }

  /** The mail that is looked at, also where its number in the address is none. */
  public Evidence getMail() {
    if (mail == null) {
      open();
    }
    return mail;
  }

  /** What was found in it. */
  public List<EvidenceFinding> getFindings() {
    return evidence.findings(id, MOST_FINDINGS);
  }

  /** Its beginning, octet by octet. */
  public String getText() {
    try (InputStream raw = evidence.raw(id).orElseThrow().open()) {
      byte[] begin = raw.readNBytes(MOST_SHOWN);
      return new String(begin, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether that is less than all of it. */
  public boolean isCut() {
    return getMail().size() > MOST_SHOWN;
  }

  /** How a page shows the state of a mail. */
  public String tone(Evidence one) {
    return switch (one.state()) {
      case STORED -> "idle";
      case QUARANTINED -> "bad";
      case DONE -> isDoubted(one) ? "warn" : "good";
    };
  }

  /** The key of what a page calls the state of a mail. */
  public String label(Evidence one) {
    return "returned.state." + (isDoubted(one) ? UNBELIEVED : one.state().name());
  }

  private static boolean isDoubted(Evidence one) {
    return one.state() == EvidenceState.DONE
        && one.handled().filter(handled -> !handled.isBelieved()).isPresent();
  }

  /** Whether a person may have it believed. */
  public boolean isBelievable() {
    return isDoubted(getMail());
  }

  /** Handles it anew. */
  public String again() {
    return handled(false);
  }

  /** Handles it anew, and a recipient that it names is enough. */
  public String believe() {
    return handled(true);
  }

  private String handled(boolean isBelieved) {
    if (attempt.asSender(() -> intake.again(find(), isBelieved))) {
      Evidence now = find();
      if (now.state() == EvidenceState.QUARANTINED) {
        attempt.doneBut("reason", "returned.again.failed");
      } else {
        attempt.done("returned.again.done");
      }
    }
    return "/returned-mail?faces-redirect=true&id=" + id;
  }

  public String getState() {
    return state;
  }

  public void setState(String state) {
    this.state = state == null ? "" : state;
  }

  public long getMailbox() {
    return mailbox;
  }

  public void setMailbox(long mailbox) {
    this.mailbox = mailbox;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
