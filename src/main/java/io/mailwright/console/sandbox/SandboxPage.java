package io.mailwright.console.sandbox;

import io.mailwright.console.Attempt;
import io.mailwright.console.Words;
import io.mailwright.content.preview.PreviewHtml;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.caught.CaughtMail;
import io.mailwright.operations.caught.CaughtMails;
import io.mailwright.operations.caught.OpenedMail;
import io.mailwright.operations.trial.SandboxHost;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The mails that the sandbox caught, and one of them opened. */
@Named("sandboxPage")
@RequestScoped
public class SandboxPage {
  private static final int ROWS = 50;

  @Inject private CaughtMails mails;
  @Inject private Attempt attempt;
  @Inject private SandboxHost sandbox;
  @Inject private Words words;

  private String text;
  private long before;
  private long id;
  private List<CaughtMail> rows;
  private boolean hasMore;
  private OpenedMail opened;

  /** One page, newest first. */
  public List<CaughtMail> getRows() {
    if (rows == null) {
      List<CaughtMail> found =
          mails.list(before > 0 ? before : Long.MAX_VALUE, text == null ? "" : text, ROWS + 1);
      hasMore = found.size() > ROWS;
      rows = hasMore ? found.subList(0, ROWS) : found;
    }
    return rows;
  }

  /** What the next page goes on before; 0 if there is none. */
  public long getNext() {
    List<CaughtMail> page = getRows();
    return hasMore ? page.get(page.size() - 1).id() : 0;
  }

  /** Whether it runs on this server. */
  public boolean isOn() {
    return sandbox.isOn();
  }

  /** How what came back of the caught mails is fetched. */
  public String getWayBack() {
    return words.of("sandbox.mailbox", String.valueOf(sandbox.mailboxPort()));
  }

  /** Opens a mail. */
  public void open() {
    opened =
        mails
            .open(id)
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.NOT_FOUND,
                        "The sandbox does not keep this mail any more. It keeps the newest only."));
  }

  /** The opened mail. */
  public OpenedMail getOpened() {
    return opened;
  }

  /** Its HTML, harmless, as a page for a sandboxed frame. */
  public String getHtml() {
    return PreviewHtml.of(opened.html().orElse(""), opened.attachments());
  }

  /** Throws all mails away. */
  public String clear() {
    if (attempt.asAdmin(mails::clear)) {
      attempt.done("sandbox.cleared");
    }
    return "/sandbox?faces-redirect=true";
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public long getBefore() {
    return before;
  }

  public void setBefore(long before) {
    this.before = before;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
