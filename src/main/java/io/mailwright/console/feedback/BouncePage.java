package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.Show;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.Understood;
import io.mailwright.feedback.bounce.Clue;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Explains a mail that came back: pasted, or as a file. */
@Named("bouncePage")
@RequestScoped
public class BouncePage {
  /** As the page says: 10 MiB, as mail servers count. */
  private static final long MOST_OCTETS = 10L << 20;

  private static final String HEADER = "header ";

  /** Clues that are no words of the mail. */
  private static final Set<String> CONCLUDED = Set.of("place in the session", "a delivery report");

  @Inject private FeedbackIntake intake;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;
  @Inject private Show show;
  @Inject private Words words;

  private String text = "";
  private transient Part file;
  private FeedbackIntake.Told told;

  private interface Reading {
    FeedbackIntake.Told of(InputStream mail) throws IOException;
  }

  /** Says what it means. */
  public String explain() {
    attempt.run(() -> told = read(intake::explain));
    return null;
  }

  /** Acts on it. */
  public String take() {
    attempt.asSender(() -> told = read(mail -> intake.take(mail, "user " + visitor.getName())));
    return null;
  }

  private FeedbackIntake.Told read(Reading work) {
    try (InputStream mail = mail()) {
      return work.of(mail);
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.UPLOAD_BROKEN, "The mail did not arrive to its end. Send it again.", e);
    }
  }

  private InputStream mail() throws IOException {
    if (file != null && file.getSize() > MOST_OCTETS) {
      throw Require.refused(
          "file", "is larger than 10 MB; send such a mail to POST /api/feedback/classify instead.");
    }
    if (file != null && file.getSize() > 0) {
      return file.getInputStream();
    }
    if (text == null || text.isBlank()) {
      throw Require.refused("text", "paste the mail with its headers, or choose a file.");
    }
    return new ByteArrayInputStream(text.stripLeading().getBytes(StandardCharsets.UTF_8));
  }

  /** What was understood; empty before anything was asked. */
  public List<Understood> getUnderstood() {
    return told == null ? List.of() : told.recipients();
  }

  /** The request to leave that it is; null if it is none. */
  public FeedbackIntake.LeaveRequest getRequest() {
    return told == null ? null : told.request().orElse(null);
  }

  /** Whether something was asked and nothing came of it. */
  public boolean isSilent() {
    return told != null && told.isEmpty();
  }

  /** Where something was looked at; only the name of a header stays as mails have it. */
  public String where(Clue clue) {
    return clue.where().startsWith(HEADER)
        ? words.of("bounce.header", clue.where().substring(HEADER.length()))
        : show.said(clue.where());
  }

  /** What stands there: the words of the mail as they are, and what was concluded in words. */
  public String words(Clue clue) {
    return CONCLUDED.contains(clue.where()) ? show.said(clue.words()) : show.text(clue.words());
  }

  /** How a page shows a kind. */
  public String tone(FindingKind kind) {
    return switch (kind) {
      case HARD, COMPLAINT -> "bad";
      case SOFT -> "warn";
      case AUTO_REPLY, NONE -> "idle";
    };
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public Part getFile() {
    return file;
  }

  public void setFile(Part file) {
    this.file = file;
  }
}
