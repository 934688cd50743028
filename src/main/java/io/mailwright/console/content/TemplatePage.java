package io.mailwright.console.content;

import io.mailwright.console.EditPage;
import io.mailwright.console.Visitor;
import io.mailwright.content.attachment.AttachmentRules;
import io.mailwright.content.attachment.AttachmentUpload;
import io.mailwright.content.check.TemplateCheck;
import io.mailwright.content.render.Problem;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.Template;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.error.Require;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One template: edit, check, preview, save as a new version. */
@Named("templatePage")
@ViewScoped
public class TemplatePage extends EditPage<Template> {
  private static final long serialVersionUID = 1L;

  @Inject private TemplateRepository templates;
  @Inject private MailPreview preview;
  @Inject private Visitor visitor;

  private final transient List<RenderedAttachment> attachments = new ArrayList<>();
  private int versionNo;
  private transient Part file;
  private String inlineId;
  private transient List<Problem> problems;

  /** Reads the newest version to edit. */
  public void load() {
    if (isNew()) {
      visitor.requireSender();
      return;
    }
    Template template = read();
    TemplateSource source = templates.current(getId());
    versionNo = template.currentNo();
    form.put("name", source.name())
        .put("subject", source.subject())
        .put("html", source.html())
        .put("text", source.text().orElse(""));
    attachments.clear();
    attachments.addAll(source.attachments());
    problems = TemplateCheck.of(source).problems();
  }

  private TemplateSource source() {
    return new TemplateSource(
        form.text("name"),
        form.text("subject"),
        form.text("html"),
        form.optional("text"),
        List.copyOf(attachments));
  }

  /** Looks through what was typed; saves nothing. */
  public void check() {
    problems = TemplateCheck.of(source()).problems();
  }

  /** Shows what was typed as a mail; saves nothing. */
  public void show() {
    check();
    attempt.run(() -> preview.show(source()));
  }

  @Override
  protected Template stored() {
    return templates.get(getId());
  }

  /** Saves a new version. */
  @Override
  public String save() {
    OptionalLong saved =
        store(
            attempt::asSender,
            () -> isNew() ? templates.create(source()) : templates.save(getId(), seen(), source()));
    if (saved.isEmpty()) {
      return null;
    }
    sayWhatIsWrong(TemplateCheck.of(source()).problems());
    return "/template?faces-redirect=true&id=" + saved.getAsLong();
  }

  /** A template may be kept with mistakes; whoever saves it must hear of them. */
  private void sayWhatIsWrong(List<Problem> found) {
    long errors = found.stream().filter(Problem::isError).count();
    long warnings = found.size() - errors;
    if (errors > 0) {
      attempt.doneBut("problems", "template.savedWithErrors", errors, warnings);
    } else if (warnings > 0) {
      attempt.done("template.savedWithWarnings", warnings);
    } else {
      attempt.done("template.saved");
    }
  }

  /** Adds the chosen file; it is stored when the template is saved. */
  public void attach() throws IOException {
    byte[] bytes = file == null ? new byte[0] : bounded(file);
    attempt.asSender(
        () -> {
          if (bytes.length == 0) {
            throw Require.refused("file", "is missing or empty. Choose a file with content.");
          }
          List<AttachmentUpload> all = new ArrayList<>();
          attachments.forEach(old -> all.add(upload(old)));
          String type =
              Optional.ofNullable(file.getContentType()).orElse("application/octet-stream");
          Optional<String> inline =
              Optional.ofNullable(inlineId).map(String::strip).filter(text -> !text.isEmpty());
          all.add(upload(new RenderedAttachment(file.getSubmittedFileName(), type, bytes, inline)));
          List<RenderedAttachment> accepted = AttachmentRules.accept(all);
          attachments.clear();
          attachments.addAll(accepted);
          inlineId = null;
        });
  }

  /** One byte more than allowed is enough for the rules to refuse it. */
  private static byte[] bounded(Part part) throws IOException {
    try (InputStream in = part.getInputStream()) {
      return in.readNBytes(AttachmentRules.MOST_BYTES + 1);
    }
  }

  private static AttachmentUpload upload(RenderedAttachment file) {
    return new AttachmentUpload(
        file.name(),
        file.contentType(),
        Base64.getEncoder().encodeToString(file.bytes()),
        file.inlineId());
  }

  /** Takes a file out again: this one, though another may have its name. */
  public void detach(RenderedAttachment chosen) {
    attachments.removeIf(attachment -> attachment == chosen);
  }

  /** Removes the template. */
  public String delete() {
    if (attempt.asAdmin(() -> templates.delete(getId(), seen()))) {
      attempt.done("template.deleted");
      return "/templates?faces-redirect=true";
    }
    return "/template?faces-redirect=true&id=" + getId();
  }

  /** The files that go along. */
  public List<RenderedAttachment> getAttachments() {
    return attachments;
  }

  /** What the last check found; null before the first. */
  public List<Problem> getProblems() {
    return problems;
  }

  /** The number of the version that is edited, 0 for a new template. */
  public int getVersionNo() {
    return versionNo;
  }

  public Part getFile() {
    return file;
  }

  public void setFile(Part file) {
    this.file = file;
  }

  public String getInlineId() {
    return inlineId;
  }

  public void setInlineId(String inlineId) {
    this.inlineId = inlineId;
  }
}
