package io.mailwright.content.template;

import io.mailwright.content.render.TemplateSource;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a template said at one time. Never changed, so that an approved text is what is sent. */
@Entity
@Table(name = "template_version")
public class TemplateVersion {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  private long id;

  @Column(name = "template_id", updatable = false)
  private long templateId;

  @Column(updatable = false)
  private int no;

  @Column(updatable = false)
  private String subject;

  @Column(updatable = false)
  private String html;

  @Column(name = "text_part", updatable = false)
  private String text;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  /** For Jakarta Persistence. */
  protected TemplateVersion() {}

  TemplateVersion(long templateId, int no, TemplateSource source, Instant createdAt) {
    this.templateId = templateId;
    this.no = no;
    this.subject = source.subject();
    this.html = source.html();
    this.text = source.text().orElse(null);
    this.createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
  }

  long id() {
    return id;
  }

  /** The template it belongs to. */
  public long templateId() {
    return templateId;
  }

  /** Its number in the template, from 1. */
  public int no() {
    return no;
  }

  /** The subject line with variables. */
  public String subject() {
    return subject;
  }

  /** The HTML body with variables. */
  public String html() {
    return html;
  }

  /** The text body with variables, if its author wrote one. */
  public Optional<String> text() {
    return Optional.ofNullable(text);
  }

  /** When it was saved. */
  public Instant createdAt() {
    return createdAt;
  }
}
